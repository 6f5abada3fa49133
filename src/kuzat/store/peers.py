# SPDX-License-Identifier: Apache-2.0
"""Whom one shares with: other offices and partner organisations, each known by the log that it writes."""

from collections.abc import Collection
from dataclasses import dataclass

from kuzat import keys
from kuzat.errors import Broken, Missing, NotAllowed, Phrase, Refused
from kuzat.exchange.card import Card, read_card, write_card
from kuzat.exchange.envelope import secret_key
from kuzat.keys.box import public_key
from kuzat.log import foreign
from kuzat.log.note import Checkpoint
from kuzat.log.revocation import revoked_from
from kuzat.log.statement import Draft
from kuzat.store import prefixes
from kuzat.store.archive import Archive
from kuzat.store.commit import Act
from kuzat.store.theirs import PREFIX, theirs

MANAGE = "manage_keys"
OFFICE, PARTNER = "relation.office", "relation.partner"
# What our own logs say of the log of somebody else and did not take back, the newest last.
SAID = (
    "SELECT s.log, s.says, s.value FROM statement s WHERE s.about = ? AND s.op = 'set'"
    " AND s.value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM statement w WHERE w.about = s.about"
    "  AND w.log = s.log AND w.op = 'withdraw' AND w.value = lower(hex(s.id))) ORDER BY s.seq"
)
LOGS = "SELECT key, id FROM log"
KNOWN = "SELECT DISTINCT about FROM statement WHERE about BETWEEN 'log-' AND 'log-g' ORDER BY about"


class NoSuchPeer(Missing):
    """There is no partner {peer} here."""

    code = "no_such_peer"
    advice = "List them with: kuzat peer list"


class PeerTaken(Refused):
    """Another partner is called {peer}."""

    code = "peer_taken"
    advice = "Choose another code. The cards of one log go under one code."


class OwnCard(Refused):
    """This is the card of this archive itself."""

    code = "own_card"
    advice = "Give your card to the partner, and add the one that they give you."


class DigitsDiffer(NotAllowed):
    """These are not the digits of this card."""

    code = "digits_differ"
    advice = "Somebody may have changed the card on its way. Take it from their hands, and compare again."


class LogPutBack(Broken):
    """{peer} holds {has} entries of this log, and it has {size}: an older copy was put back."""

    code = "log_put_back"
    advice = "Do not write to this archive. Look for the newer copy, and keep every one."


class PeerRevoked(NotAllowed):
    """The partner {peer} was revoked."""

    code = "peer_revoked"
    advice = "Nothing goes to them or comes from them. Who is trusted again begins a new log."


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A partner: what they are called here, whose log it is, how its key was compared, their newest card.

    ``held`` is how many entries of their log are held here, ``has`` how many of ours they say that they
    hold, as far as their own log is held. ``revoked`` is from which size on nothing of theirs counts.
    """

    called: str
    relation: str
    compared: str
    card: Card
    held: int = 0
    has: int = 0
    revoked: int | None = None
    forked: bool = False

    @property
    def record(self) -> str:
        """The record of their log."""
        return PREFIX + self.card.log

    def told(self) -> Phrase:
        """In a sentence, how one stands with them."""
        if self.forked:
            return Phrase("{code}: their log was forked; nothing more is taken from it.", code=self.called)
        if self.revoked is not None:
            return Phrase("{code}: revoked from entry {entry} on.", code=self.called, entry=self.revoked)
        return Phrase(
            "{code}: you hold {held} of their entries, they say that they hold {has} of yours.",
            code=self.called,
            held=self.held,
            has=self.has,
        )

    @property
    def is_office(self) -> bool:
        """Whether it belongs to the same organisation."""
        return self.relation == OFFICE


def own_card(archive: Archive) -> Card:
    """The card by which others know this archive and seal to it."""
    boxes = archive.unlocked.boxes
    epoch = max(boxes)
    secret = bundle_secret(archive)
    (key,) = archive.database.row("SELECT public_key FROM log WHERE key = ?", (archive.log_key,))
    return Card(
        log=archive.log_id,
        archive=archive.id,
        key=bytes(key),
        box=public_key(secret),
        epoch=epoch,
        identity=boxes[epoch],
    )


def printed_card(archive: Archive) -> str:
    """The same as the line that others are given."""
    return write_card(own_card(archive), archive.writer.signer.log_seed)


def bundle_secret(archive: Archive) -> bytes:
    """By which this archive opens bundles and knows who gave them."""
    return secret_key(archive.writer.signer.log_seed, archive.log_id)


def add_peer(
    archive: Archive, card: str, called: str, *, digits: str, compared: str, relation: str | None = None
) -> Peer:
    """Trust a log, after two people compared its digits; a newer card of a known one needs no digits.

    Without a ``relation`` it stays what it was, and who is new is a partner.

    Raises `NotForThisRole`, `CardRefused`, `OwnCard`, `DigitsDiffer`, `PeerTaken`, `PeerRevoked`.
    """
    keys.check_may(archive.roles, MANAGE)
    read = read_card(card)
    if read.log == archive.log_id:
        raise OwnCard()
    known = {peer.card.log: peer for peer in peers(archive)}
    before = known.get(read.log)
    if before and before.revoked is not None:
        raise PeerRevoked(peer=before.called)
    is_same = before is not None and before.card.key == read.key
    if not is_same and "".join(digits.split()) != "".join(read.digits().split()):
        raise DigitsDiffer()
    if any(peer.called == called and peer.card.log != read.log for peer in known.values()):
        raise PeerTaken(peer=called)
    said = {"called": ("text", called), "card": ("text", card.strip())}
    if not is_same:
        said["compared"] = ("term", compared)
    if relation or before is None:
        said["relation"] = ("term", relation or PARTNER)
    about = PREFIX + read.log
    archive.say(
        [
            Draft(about=about, says=f"log.{name}", type=type_, value=value)
            for name, (type_, value) in said.items()
        ]
    )
    return find_peer(archive, called)


def revoke_peer(archive: Archive, called: str) -> Peer:
    """Trust a log no longer, from what is held of it on; what was taken in before stays.

    Raises `NotForThisRole`, `NoSuchPeer` or `PeerRevoked`.
    """
    keys.check_may(archive.roles, MANAGE)
    peer = find_peer(archive, called)
    if peer.revoked is not None:
        raise PeerRevoked(peer=called)
    body = {"from": peer.held, "log": peer.card.log, "member": None}
    archive.commit([Act(kind="revoked", body=body)])
    return find_peer(archive, called)


def find_peer(archive: Archive, called: str) -> Peer:
    """The partner of this code, or whose log has this id. Raises `NoSuchPeer`."""
    for peer in peers(archive):
        if called in (peer.called, peer.card.log):
            return peer
    raise NoSuchPeer(peer=called)


def check_trusted(peer: Peer) -> None:
    """Raise `PeerRevoked` or `ForkFound` where nothing may go to a partner or come from them any more."""
    if peer.revoked is not None:
        raise PeerRevoked(peer=peer.called)
    if peer.forked:
        raise foreign.ForkFound(log=peer.card.log)


def check_reaches(archive: Archive, peer: Peer) -> None:
    """Raise `LogPutBack` where a partner holds more of our log than there is."""
    if peer.has > archive.size():
        raise LogPutBack(peer=peer.called, has=peer.has, size=archive.size())


def peers(archive: Archive) -> tuple[Peer, ...]:
    """Every partner, revoked ones too, by their codes."""
    own = archive.own_logs()
    ours = [entry for log in own for entry in prefixes.ordinances(archive, _id_of(archive, log))]
    found = []
    for (about,) in archive.database.rows(KNOWN):
        said = _said(archive, about, own)
        if "log.called" in said and "log.card" in said:
            card = read_card(said["log.card"])
            found.append(
                Peer(
                    called=said["log.called"],
                    relation=said["log.relation"],
                    compared=said["log.compared"],
                    card=card,
                    held=held_of(archive, card.log),
                    has=_has(archive, card.log),
                    revoked=revoked_from(ours, card.log, None),
                    forked="log.fork" in said,
                )
            )
    return tuple(sorted(found, key=lambda peer: peer.called))


def partner_logs(archive: Archive) -> tuple[int, ...]:
    """The keys of the logs that are held here and are neither our own nor an office's."""
    others = theirs(archive.database.raw)
    return tuple(sorted(int(key) for key, id_ in archive.database.rows(LOGS) if id_ in others))


def _said(archive: Archive, about: str, own: Collection[int]) -> dict[str, str]:
    """What our own logs say of a log, the newest of each property."""
    return {says: value for log, says, value in archive.database.rows(SAID, (about,)) if log in own}


def held_of(archive: Archive, log: str) -> int:
    """How many entries of a log are held."""
    row = archive.database.row(
        "SELECT max(e.position) + 1 FROM entry e JOIN log l ON l.key = e.log WHERE l.id = ?", (log,)
    )
    return int(row[0] or 0)


def _has(archive: Archive, log: str) -> int:
    """How many entries of our log a partner's log says that they hold."""
    heads = foreign.received(prefixes.ordinances(archive, log))
    nothing = Checkpoint(origin=archive.log_id, size=0, root=b"")
    return heads.get(archive.log_id, nothing).size


def _id_of(archive: Archive, log_key: int) -> str:
    return str(archive.database.row("SELECT id FROM log WHERE key = ?", (log_key,))[0])
