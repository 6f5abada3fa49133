# SPDX-License-Identifier: Apache-2.0
"""Recordings: what their containers say, held against what they hold. No sound is decoded here.

In: the bytes of a file that somebody sent.
Out: the type under which a browser may be given them, and how long they play.
Never: a file that says one thing and holds another; one that goes on behind its end; a picture.

An attacker's recording has three ways to harm: to be something else as well, to unpack to far more than it
is, and to meet a mistake in the program that decodes it. The first two end here. Against the third, only
forms are let through that every browser plays in a shut-in process of its own, and each must be whole.
"""

from kuzat.preservation.sound.checked import LARGEST, LONGEST, PLAYED, Sound, check, described

__all__ = ["LARGEST", "LONGEST", "PLAYED", "Sound", "check", "described"]
