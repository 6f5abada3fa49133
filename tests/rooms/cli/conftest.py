# SPDX-License-Identifier: Apache-2.0
"""Commands are tested in English, whatever language the machine speaks."""

import os

os.environ["KUZAT_LANGUAGE"] = "en"
