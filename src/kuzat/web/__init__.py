# SPDX-License-Identifier: Apache-2.0
"""The desk: pages in a browser on this machine, drawn on the server, whole without JavaScript.

In: requests from this machine that name one of the desk's own addresses; passphrases, key files, forms,
originals as streams.
Out: pages in five scripts; numbers that open the records behind them; statements, each said once.
Never: another machine, a temporary file, a session on disk, an original rendered; never what somebody
said in an address, in a page's title, in a log or in an error.
"""

from kuzat.web.desk import application
from kuzat.web.server import PortTaken, serve

__all__ = ["PortTaken", "application", "serve"]
