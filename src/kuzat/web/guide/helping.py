# SPDX-License-Identifier: Apache-2.0
"""Help on each page: its purpose, what to do first, what it cannot do, an example from Alatala."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """What a page says of itself to who has never seen it."""

    purpose: Promise
    first: Promise
    cannot: Promise
    example: Promise


HOME = Help(
    purpose=_("Where the day begins: who may be at risk, what is due, what waits, what the archive holds."),
    first=_("Look at what is due, then record what came in."),
    cannot=_("It does not know what nobody recorded. A quiet page is not a quiet country."),
    example=_("In Alatala the director of Kaalga is threatened: for eight weeks she stands here."),
)
EVENTS = Help(
    purpose=_("Every event that you may see, the newest first."),
    first=_("Narrow the list by region, year or right; what you chose stands above it."),
    cannot=_("It lists events, not victims: one event may hold many acts."),
    example=_("Choose the capital of Alatala and the topic of media: what happened to the newspaper Tang."),
)
EVENT = Help(
    purpose=_("What is told of one event: what was done to whom, by whom, who says so, where they differ."),
    first=_("Look where sources do not agree; open a value to see who said it, when and on what basis."),
    cannot=_("It decides nothing: which account is followed, members decide, and say why."),
    example=_("The flood of Aksuu: three numbers of the dead, and four outlets that copy one ministry."),
)
PERSON = Help(
    purpose=_("What is said of one person, group or body, and in which events they stand."),
    first=_("Make sure that it is who you mean: compare places, dates and roles."),
    cannot=_("It shows no name that is sealed. To be named here is no finding of guilt."),
    example=_("Adilet Izdegenov: twelve years of one case, and several spellings of one name."),
)
NETWORK = Help(
    purpose=_("Who stands in which relation to a person or body, on one day."),
    first=_("Choose the day: posts and commands change hands."),
    cannot=_("A line that is missing means that nobody told of it, not that there is none."),
    example=_("Who in Alatala commanded the police on the night of the protest, and who a year later?"),
)
RECORD = Help(
    purpose=_("One act, source, file or other record, and everything that is said of it."),
    first=_("See who said it. Of a file, read its chain of custody before you take it out."),
    cannot=_("It never shows a file: what it contains could act in the desk's name. A recording is played."),
    example=_("Station 208 wrote its protocol twice: both papers are kept, each with its own way."),
)
STATEMENT = Help(
    purpose=_("One thing that was said: who recorded it, when, on what basis, where it stands in the log."),
    first=_("Follow it, dispute it or take it back, and say why."),
    cannot=_("It cannot be changed or deleted: what is taken back stays in the log."),
    example=_("The ministry's number of the dead of Aksuu is disputed; the reason is the list of names."),
)
CASES = Help(
    purpose=_("Who asks for what, before which bodies, and how far what is owed was carried out."),
    first=_("Look at the terms that end this week, then at what is not known."),
    cannot=_("It is no legal advice: what no lawyer has read says so."),
    example=_("A family in Alatala won before a committee; what it asked for is still owed."),
)
ASKS = Help(
    purpose=_(
        "What was recommended, promised and asked for, what was answered, and how far it was carried out."
    ),
    first=_("Look where those who judge differ, then at what nobody judged."),
    cannot=_("The index is an average and hides who was asked: the spread stands beside it."),
    example=_(
        "A village in Alatala asks for clean water; the ministry says it flows, the village says in part."
    ),
)
DUE = Help(
    purpose=_("Which terms may end soon and which hearings are set, by claim, body or person."),
    first=_("Look at the earliest end of a term: later ones may not count."),
    cannot=_(
        "It knows only the rules and days that are recorded, and who may have answered it does not know."
    ),
    example=_("In Alatala ten days that end on a Saturday end on the Monday after."),
)
REMEDIES = Help(
    purpose=_(
        "How all claims stand in figures: decisions, what is owed and since when, money awarded and paid."
    ),
    first=_("Open a figure: behind it stand the records that it counts."),
    cannot=_("It counts what is recorded here, which is not what happened in a country."),
    example=_("In Alatala two of three awards are recorded as paid; nobody asked the third family."),
)
VISITS = Help(
    purpose=_("What observers saw in courtrooms and closed places, item by item, each with its standard."),
    first=_("Record a visit on the day itself; mark what you could not see as that."),
    cannot=_("It judges no trial: a few visits are not all trials, and observers do not choose by lot."),
    example=_(
        "In Alatala the lawyer could not talk unheard in three of five hearings; in two nobody could see."
    ),
)
STORY = Help(
    purpose=_("Events that belong together, in the order in which they happened."),
    first=_("Read from the first report on, and look for the years of which nothing is known."),
    cannot=_("It does not say that one event caused the next."),
    example=_("Tang: six years of one newspaper, from a minister's claim to its closing."),
)
PLACES = Help(
    purpose=_("How many events are recorded in each region."),
    first=_("Look for the regions with nothing, and ask who could report from there."),
    cannot=_("Many events can mean many observers. It is no map of danger."),
    example=_("In Alatala the capital has most events: that is where the newspapers are."),
)
COUNT = Help(
    purpose=_("Count events, acts, people, stories or interventions, by one or two things."),
    first=_("Choose what is counted before you choose by what: acts and events give other numbers."),
    cannot=_("How many there were: it counts what was documented, not what happened."),
    example=_("Count the acts in Alatala by region: what does the capital's number say, and what not?"),
)
ESTIMATE = Help(
    purpose=_("Say from lists that overlap how many were never documented, and how sure that is."),
    first=_("Choose lists that were made apart from each other, and look how they overlap."),
    cannot=_("No data can tell which method is right for people whom nobody saw."),
    example=_("`kuzat practice` writes three lists of Alatala; the truth lies in a file beside them."),
)
SEARCH = Help(
    purpose=_("Find records by words, codes and names, in any script."),
    first=_("Begin with one rare word. If nothing comes, take a shorter one."),
    cannot=_("It does not find what is sealed, nor what nobody recorded."),
    example=_("Look for Izdegenov in each spelling that you can think of."),
)
SAVED = Help(
    purpose=_("Searches that you keep under a name, with what came in since you last looked."),
    first=_("Narrow the list of events down and choose “Keep this search” beside it."),
    cannot=_("It tells of new events, not of new accounts of events that it found before."),
    example=_("Keep “police” in the capital of Alatala, and look at it each Monday."),
)
INDICATORS = Help(
    purpose=_(
        "The table that a donor asks for: rows with a target, periods as columns, each number to open."
    ),
    first=_("Ask for a count, then choose “Keep as an indicator” below it."),
    cannot=_("It counts what was documented; a number that grows may mean that more was reported."),
    example=_("Acts against freedom of assembly in Alatala by quarter, with what was planned beside them."),
)
WAITING = Help(
    purpose=_("What needs somebody: a second reader, a decision, a coder."),
    first=_("Take the first sort that is not empty: the most pressing comes first."),
    cannot=_("It reminds; it decides nothing, and shows only what you may see."),
    example=_("Seven accounts of the night of Aksuu differ: somebody must say which one the office follows."),
)
EXPORTED = Help(
    purpose=_(
        "A chat, or forms, that another program exported: each message by itself, opened for a reason."
    ),
    first=_("Look for words that matter, then choose one message and say of which event it tells."),
    cannot=_("It cannot know who held the telephone. A line may be made to look like a message."),
    example=_("The chat of the village of Aksuu: one voice message tells of the flood, a hundred do not."),
)
PAIRS = Help(
    purpose=_("Records that may be one, each with what speaks for it and against it."),
    first=_(
        "Open the first pair, read both sides, then say whether they are one, two, or that you are unsure."
    ),
    cannot=_("It merges nothing: what people say counts, and can be taken back."),
    example=_("Adilet Izdegenov and A. Izdegenov of Aksuu, born in one year: one man or two?"),
)
TOGETHER = Help(
    purpose=_("Which records count as one person or event, who said so, and what their fields say."),
    first=_("Read what speaks against it. If it is wrong, take a judgement back or say that they are two."),
    cannot=_("It merges nothing: each record keeps what was said of it, and parts again."),
    example=_("Izdegenov stands here under two spellings: a member says why they are one, the years agree."),
)
SPELLINGS = Help(
    purpose=_("Places that events name in several spellings or scripts, and why these count as one."),
    first=_("Look for two villages of one name: the region tells them apart."),
    cannot=_("Places are no records: nobody judges them, and nothing that was said is rewritten."),
    example=_("Aksuu and Ак-Суу are one village of Alatala in two scripts."),
)
INBOX = Help(
    purpose=_("Read what people outside sealed by a form, and say whether you vouch for it."),
    first=_("Make a form and give it to somebody whom you know: `kuzat form make --help`"),
    cannot=_("It does not know who sent a file: whether it is true, only people can find out."),
    example=_("A villager near Aksuu brings a file on a stick: read it before you vouch for it."),
)
MEMBERS = Help(
    purpose=_("Who works with this archive, in which roles, and what each opened and handed out."),
    first=_("Read what was opened and handed out since you last looked."),
    cannot=_("Members are added and removed by a command only: `kuzat member --help`"),
    example=_("At the election of Alatala observers see what is published, and nobody's name."),
)
PARTNERS = Help(
    purpose=_("With whom this archive is shared, and what each of them holds of it."),
    first=_("Look whether they hold what was erased here, and ask them to erase it too."),
    cannot=_("Nothing is sent from here: a bundle is made and read by a command, `kuzat bundle --help`"),
    example=_("Kaalga and the lawyers of Kokterek exchange one case on a stick; nobody else can open it."),
)
DRAFTS = Help(
    purpose=_("What you began and have not said yet. Nobody but you can read it."),
    first=_("Go on with the oldest, or throw it away."),
    cannot=_("A draft stands in no list and no count, and in no backup."),
    example=_("A witness of the pickets breaks off after two sentences: keep the draft, go on tomorrow."),
)
KEEP = Help(
    purpose=_("Bring a photograph, a paper or a recording into the vault, unchanged and sealed."),
    first=_("Write where it is published. If it is not, leave that empty."),
    cannot=_("It does not say what the file shows: record that as what somebody tells."),
    example=_("A photograph of the cracked dam above Aksuu, as the villager sent it."),
)
ABOUT = Help(
    purpose=_("How to read the other pages, and what they cannot tell."),
    first=_("Read it once before you work with real people."),
    cannot=_("It replaces no training: let a colleague sit beside you for the first case."),
    example=_("Alatala is an invented country in which everything can be tried: `kuzat demo`"),
)
FACTOR = Help(
    purpose=_("Have the desk ask for a code of your telephone whenever you unlock it."),
    first=_("Take the telephone, press the button, and type the code that it shows."),
    cannot=_("It protects no copy of the archive. Against a stolen copy, use a key file."),
    example=_("Somebody saw you type the passphrase: without your telephone they do not come in here."),
)
RATING = Help(
    purpose=_("How free civil society is, with an interval, and what that rests on."),
    first=_("Have several coders answer for the same month; then see where they differ."),
    cannot=_("It rates what is recorded. A month without reports is unknown, not quiet."),
    example=_("In Alatala a newspaper is closed: seven events, one story, one month."),
)
OPENING = Help(
    purpose=_("Read what is sealed of one record, such as a name or a telephone number."),
    first=_("Write why you need it: that is noted before anything is shown."),
    cannot=_("That you looked cannot be taken back, and officers see it."),
    example=_("To call a family of Aksuu about its compensation is a reason; to be curious is none."),
)
FORM = Help(
    purpose=_("Write something down: each field that you fill in becomes a statement in the log."),
    first=_("Write what was told as it was told, and leave empty what nobody said."),
    cannot=_("It overwrites nothing that others said. What you got wrong you can take back."),
    example=_("A neighbour says: in the summer of 2010. Write that, and no day."),
)
DONE = Help(
    purpose=_("What you just said, and the way to take it back."),
    first=_("See whether it agrees with what others told, then go on."),
    cannot=_("Once you lock the desk, it is taken back on the page of each statement only."),
    example=_("You wrote 2019 and meant 2020: take it back here, and say it again."),
)
INCIDENT = Help(
    purpose=_("Record what happened in five short steps. Nothing is said before the last one."),
    first=_("Begin with what you know for sure. You can leave every step and come back."),
    cannot=_("It asks for one act. Further acts and victims are added on the page of the event."),
    example=_("Two villagers of Aksuu are fined since they measured cracks: by whom, and who told it."),
)
ACCOUNT = Help(
    purpose=_("Make records of what a source tells, with its text beside the form."),
    first=_("Choose the sentence that says so, then type what it says."),
    cannot=_("It does not read for you: where you choose no words, the whole text is the basis."),
    example=_("A report on the march from Aksuu: the sentence about the square is the basis of the place."),
)
LISTENING = Help(
    purpose=_("Hear a recording, and write down what it tells beside the player."),
    first=_("Listen to the whole once. Then write word for word, and mark the time where it matters."),
    cannot=_("It does not know who speaks. What a machine wrote counts as nothing until you say it."),
    example=_("A neighbour in Aksuu sends a minute of voice: one writes it in Kyrgyz, another translates."),
)
DRAFTING = Help(
    purpose=_("A letter or submission to a body, drafted from a claim with all its sources."),
    first=_("See what the body asks for and what is missing, then read the draft against the sources."),
    cannot=_("It argues nothing and sends nothing. What stands on its lines, a person writes and signs."),
    example=_("Adilet Izdegenov: what the State owes him, who says so, what it answered."),
)
DOOR = Help(
    purpose=_("Here the archive is unlocked, on this machine only."),
    first=_("Type your passphrase. Whoever has a key file opens the line below it."),
    cannot=_("It brings back no passphrase that you lost. Nobody can."),
    example=_("The archive of the practice country has a passphrase of its own, which `kuzat demo` prints."),
)

# By the template that draws the page.
HELPS = {
    "analysis/count.html": COUNT,
    "analysis/home.html": HOME,
    "analysis/indicators.html": INDICATORS,
    "analysis/regions.html": PLACES,
    "civicspace/answer.html": FORM,
    "civicspace/rating.html": RATING,
    "coding/account.html": ACCOUNT,
    "coding/look.html": INCIDENT,
    "coding/step.html": INCIDENT,
    "drafting/draft.html": DRAFTING,
    "drafting/kinds.html": DRAFTING,
    "estimation/estimate.html": ESTIMATE,
    "exhibits/keep.html": KEEP,
    "guide/about.html": ABOUT,
    "identities/opening.html": OPENING,
    "inbox/export.html": EXPORTED,
    "inbox/inbox.html": INBOX,
    "inbox/receipt.html": INBOX,
    "inbox/submission.html": INBOX,
    "linking/pair.html": PAIRS,
    "linking/pairs.html": PAIRS,
    "linking/spellings.html": SPELLINGS,
    "linking/together.html": TOGETHER,
    "listening/listening.html": LISTENING,
    "members/drafts.html": DRAFTS,
    "members/members.html": MEMBERS,
    "members/partners.html": PARTNERS,
    "records/event.html": EVENT,
    "records/events.html": EVENTS,
    "records/network.html": NETWORK,
    "accountability/asks.html": ASKS,
    "accountability/cases.html": CASES,
    "observing/visits.html": VISITS,
    "accountability/remedies.html": REMEDIES,
    "accountability/due_page.html": DUE,
    "accountability/case.html": CASES,
    "records/person.html": PERSON,
    "records/record.html": RECORD,
    "records/statement.html": STATEMENT,
    "records/stories.html": STORY,
    "records/story.html": STORY,
    "searching/saved.html": SAVED,
    "searching/search.html": SEARCH,
    "unlocking/door.html": DOOR,
    "unlocking/factor.html": FACTOR,
    "verifying/waiting.html": WAITING,
    "writing/done.html": DONE,
    "writing/form.html": FORM,
}


def help_for(template: str) -> Help | None:
    """The help of the page that a template draws; None where a page is itself an explanation."""
    return HELPS.get(template)
