# SPDX-License-Identifier: Apache-2.0
"""Pictures as numbers: where bars, tiles and markers stand. Templates write them as SVG.

In: counts with labels; dates. Out: positions in per cent of the width and in pixels of height, so that
a drawing fits any width and its letters keep their size; and what a template drew, as PNG. Never: a file.
"""
