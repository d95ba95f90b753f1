"""The procedures of the invented company, in the words of whoever wrote them down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """One procedure as the story tells it; `later` are its revisions: day, old, new, why.

    `begins` and the days of `later` count from the story's first day. A `neglected` one is not
    looked at again.
    """

    title: str
    subject: str
    owner: str
    begins: int
    text: str
    later: tuple[tuple[int, str, str, str], ...] = ()
    readers: tuple[str, ...] = ()
    every: int = 180
    neglected: bool = False


DESK = ("dana", "theo", "aisha", "luca")

PROCEDURES = (
    Told(
        "New starter", "People", "sam", 5,
        """For each person who begins at a customer's. Anybody on the desk may do it; it takes
about an hour and a half, and has to be finished the day before they begin.

## Account

1. Ask the contact who is to approve, and keep their answer on the ticket.
2. Make the account from the department's template, never by copying a colleague's.
3. Make the mailbox and wait until it takes a message.
4. Put them into the groups that the approval names, and no others.

## Laptop

5. Take a prepared laptop off the shelf and enter its number on the ticket.
6. Sign in once as the person, with the one-day password.
7. Print a test page at the printer next to their desk.

## Hand over

8. Send the one-day password to their manager by phone, *never* by mail.
""",
        (
            (130, "3. Make the mailbox and wait until it takes a message.",
             "3. Make the mailbox, switch on the second factor, and wait until it takes a message.",
             "Two starters had no second factor in their first week"),
            (395, "7. Print a test page at the printer next to their desk.",
             ("7. Print a test page at the printer next to their desk.\n8. Book ten minutes with"
             " them on their first morning."),
             "Half of all first-week tickets are questions that ten minutes answer"),
        ),
        readers=DESK,
    ),
    Told(
        "Leaver", "People", "sam", 6,
        """On the last working day, at the hour that the contact names. Not before, not after.

1. Read the request again: is it the right person, the right day?
2. Block sign-in and end all sessions.
3. Turn the mailbox into a shared one and give it to the manager who is named.
4. Take them out of all groups and lists.
5. Wipe the phone's company part.
6. Free the licence and note it for the next invoice.
7. Fetch the laptop, and enter on the ticket where it is now.
""",
        ((210, "2. Block sign-in and end all sessions.",
          "2. Block sign-in, end all sessions and remove every second factor.",
          "A telephone kept its sign-in for two days"),),
        readers=DESK,
    ),
    Told(
        "Failed backup", "Backup", "theo", 12,
        """A backup that failed twice in a row is a ticket of priority 2, whatever it holds.

1. Read the first error of the report, not the last.
2. Check free space at the target: under ten per cent is the usual cause.
3. Start the job by hand and stay until it passes the point where it failed.
4. If it fails again, ring the vendor and note their number on the ticket.
5. Restore one file of yesterday from the last good backup, so that we know we have one.
6. Tell the customer which day they could go back to tonight.
""",
        ((260, "2. Check free space at the target: under ten per cent is the usual cause.",
          "2. Check free space at the target: under fifteen per cent is the usual cause.",
          "Twelve per cent was not enough for a full one"),),
        readers=("dana", "theo"),
    ),
    Told(
        "Restore a server", "Backup", "theo", 15,
        """Only with the customer's word on the ticket: a restore throws away what came since.

1. Agree with the customer to which moment, and read it back to them.
2. Take a snapshot of the server as it is, even if it is broken.
3. Start the restore in the backup console, to a new disk.
4. Start the server without network and look whether it comes up.
5. Check three files of different days with the customer.
6. Put it back on the network and watch for half an hour.
""",
        neglected=True,
    ),
    Told(
        "Restoring servers from backup", "Servers", "luca", 240,
        """How we brought the file server of a customer back in autumn.

1. Take a snapshot of the server as it is, even if it is broken.
2. Start the restore in the backup console, to a new disk.
3. Check three files of different days with the customer.
4. Put it back on the network.
""",
        every=365,
    ),
    Told(
        "Phishing mail reported", "Security", "dana", 20,
        """Somebody was suspicious. Thank them first, whatever it turns out to be.

1. Have it sent as an attachment; do not click anything in it.
2. Ask whether anybody opened it or typed a password. If so, go on with *Account taken over*.
3. Look up who else got it, and take it out of all mailboxes.
4. Block the sender's domain and the address it leads to.
5. Tell everybody who got it, in two sentences.
""",
        ((330, "4. Block the sender's domain and the address it leads to.",
          ("4. Block the address it leads to; block the sender's domain only if it is not a"
          " customer's or a bank's."),
          "We blocked a customer's own bank for a day"),),
        readers=DESK,
    ),
    Told(
        "Account taken over", "Security", "dana", 22,
        """Minutes count. Do the first three steps before you ask anybody anything.

1. Block sign-in.
2. End all sessions.
3. Reset the password and remove every second factor.
4. Look for rules in the mailbox that move or forward.
5. Look where it was signed in from over the last fourteen days.
6. Ring the customer's contact; they decide whom else to tell.
7. Write down what was seen by whom: the insurer will ask.
""",
        readers=DESK,
    ),
    Told(
        "Certificate renewal", "Web", "luca", 40,
        """Fourteen days before a certificate runs out.

1. Find out where it is used: the inventory lists one place, there are often two.
2. Make the request on the machine, never send a private key.
3. Put the new one in and restart what uses it.
4. Look at it from outside, on a telephone without our network.
5. Enter the new last day in the inventory.
""",
        neglected=True,
    ),
    Told(
        "Internet down at a site", "Network", "aisha", 30,
        """1. Ring the site: is it all of it, or one room?
2. Look whether the line's own light is on; have somebody there read it to you.
3. Have the router switched off for a full minute.
4. Ring the carrier with the line's number, and note theirs.
5. Offer the spare mobile router, and say when it would be there.
6. Ring the site every hour until it is back, even without news.
""",
        ((180, "5. Offer the spare mobile router, and say when it would be there.",
          "5. Send the spare mobile router, and say when it will be there.",
          "Nobody ever said no to it"),),
        readers=("aisha", "luca"),
    ),
    Told(
        "Patch night", "Servers", "luca", 60,
        """The third Thursday of a month, from 21:00. Two people, one of whom only watches.

1. Read what the updates say they break.
2. Take snapshots and check that there is room for them.
3. Install on the test machine, wait an hour.
4. Install in the order of the list.
5. Sign in to the line-of-business system of each customer.
6. Delete the snapshots on the Monday after.
""",
        every=90,
    ),
    Told(
        "Hand over a finished project", "Projects", "joan", 90,
        """1. Walk through each deliverable with the customer, evidence in hand.
2. Write down what is different from what was drawn.
3. Put passwords and drawings into the customer's folder.
4. Show the desk what is new, with the customer's contact present.
5. Ask for the sign-off, and for what we should do otherwise next time.
""",
        readers=("dana", "sam"),
    ),
    Told(
        "Card terminal at a till", "Network", "aisha", 150,
        """A shop cannot take money: priority 1 while it is open.

1. Ask whether another till works.
2. Have the terminal restarted from its menu, not by its plug.
3. Check that it is on the network of its own.
4. Ring the bank's terminal desk; we cannot see into it.
""",
        every=365,
    ),
    Told(
        "Fax line to mail", "Telephony", "theo", 10,
        """1. Order the number's move at the carrier.
2. Make the mailbox that faxes go to.
3. Send a test fax from the office.
""",
        neglected=True,
    ),
)  # fmt: skip

WITHDRAWN = ("Fax line to mail", 300, "No customer of ours has a fax any more")
"""Title, day and reason of the one that nobody follows now."""

NOTES = ("Done with them on the phone", "Took two tries", "As described", "", "", "")
SKIPPED = "Not needed here: the customer has none of it"
FOUND = (
    ("unclear", "Which of the two consoles is meant?"),
    ("wrong", "That menu has moved under Settings since the update"),
    ("missing", "It does not say what to do when nobody answers"),
)
ANSWERED = (
    "Either will do; both lead to the same place",
    "It is where it was: the old view has to be switched on first",
    "Then it waits until the morning, as always",
)
