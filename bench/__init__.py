# SPDX-License-Identifier: Apache-2.0
"""How fast, beside whom: one table from one run, since machines differ.

    python -m bench                     10,000 and 100,000 statements, a few minutes
    python -m bench --full              1,000,000 too
    python -m bench --size 50000        any size

All data is generated and says so: codes begin with GEN, pages are of generated.example.org. What is
measured, and what its peer does, is said beside each measure. The promises are what we asked of ourselves
before the first line was written: they hold on two cores, for an archive of a million statements.
"""
