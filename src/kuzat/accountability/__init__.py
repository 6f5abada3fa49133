# SPDX-License-Identifier: Apache-2.0
"""Who must do what by when, and did they.

In: a rule, the days on which its term may start, pauses, today, and what is known to have been done.
Out: the earliest and the latest last day, days left or past, and the reasoning in sentences.
Never: "overdue" as a fact, since we know only what reached us; one day where the law leaves two.
"""

from kuzat.accountability.arithmetic import VERDICTS, Again, How, Verdict, again, arithmetic
from kuzat.accountability.attrition import BY, Printed, Stage, attrition, published
from kuzat.accountability.calendar import WEEKENDS, Calendar, Day, calendars
from kuzat.accountability.case import Case
from kuzat.accountability.companies import entities_mapping
from kuzat.accountability.compliance import FULFILMENTS, STATUSES, Fulfilment, Status, ordered, status
from kuzat.accountability.deadlines import DayUnusable, Deadline, End, NoStart, Pause, Start, reckon
from kuzat.accountability.doors import DOORS, SHUT, Before, Door, Found, Matter, doors
from kuzat.accountability.exhaustion import REACHED, Reached, Rung, exhaustion
from kuzat.accountability.feed import Sitting, Term, feed
from kuzat.accountability.forums import Forum, ForumMissing, version
from kuzat.accountability.owed import Owed, Taken, owed
from kuzat.accountability.recommended import (
    APART,
    LISTS,
    METS,
    Counted,
    Index,
    Met,
    Recommended,
    counted,
    mapping_of,
)
from kuzat.accountability.rules import (
    Moves,
    NoRuleThen,
    Rule,
    RuleBook,
    RuleMissing,
    StartMissing,
    Unit,
    Whose,
    rule_book,
)
from kuzat.accountability.standing import Standing, Told, acted, standing
from kuzat.accountability.tally import Age, Money, Rate, Tally, tally

__all__ = [
    "APART",
    "BY",
    "DOORS",
    "FULFILMENTS",
    "LISTS",
    "METS",
    "REACHED",
    "SHUT",
    "STATUSES",
    "VERDICTS",
    "WEEKENDS",
    "Again",
    "Age",
    "Before",
    "Calendar",
    "Case",
    "Counted",
    "Day",
    "DayUnusable",
    "Deadline",
    "Door",
    "End",
    "Forum",
    "ForumMissing",
    "Found",
    "Fulfilment",
    "How",
    "Index",
    "Matter",
    "Met",
    "Money",
    "Moves",
    "NoRuleThen",
    "NoStart",
    "Owed",
    "Pause",
    "Printed",
    "Rate",
    "Reached",
    "Recommended",
    "Rule",
    "RuleBook",
    "RuleMissing",
    "Rung",
    "Sitting",
    "Stage",
    "Standing",
    "Start",
    "StartMissing",
    "Status",
    "Taken",
    "Tally",
    "Term",
    "Told",
    "Unit",
    "Verdict",
    "Whose",
    "acted",
    "again",
    "arithmetic",
    "attrition",
    "calendars",
    "counted",
    "doors",
    "entities_mapping",
    "exhaustion",
    "feed",
    "mapping_of",
    "ordered",
    "owed",
    "published",
    "reckon",
    "rule_book",
    "standing",
    "status",
    "tally",
    "version",
]
