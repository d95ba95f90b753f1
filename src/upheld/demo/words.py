"""What people ask of a service desk, sell to each other and say: the story's words."""

from __future__ import annotations

REQUESTS = (
    ("VPN drops every few minutes", 2),
    ("Printer on the first floor offline", 3),
    ("New starter on Monday: account and laptop", 3),
    ("Mailbox is full", 4),
    ("Cannot open the shared calendar", 3),
    ("Server room is warm", 2),
    ("Accounts package will not start", 2),
    ("All phones dead", 1),
    ("Password reset for a locked account", 3),
    ("Wireless is slow in the meeting room", 3),
    ("Suspicious mail with an invoice", 2),
    ("Second screen flickers", 4),
    ("Backup report shows a failed job", 2),
    ("Line-of-business system is down for everybody", 1),
    ("Scanner sends blank pages", 4),
    ("Leaver on Friday: close the account", 3),
    ("Remote desktop asks for a licence", 3),
    ("Website certificate runs out next week", 2),
    ("Laptop is very slow after the update", 3),
    ("Need access to the quality folder", 4),
    ("Meeting room camera is not found", 3),
    ("Storage on the file server at ninety per cent", 2),
    ("Card terminal cannot connect", 1),
    ("Please move two desks on Thursday", 4),
)
"""A request and its usual priority."""

REPLIES = (
    "I am looking at it now and will be back within the hour.",
    "Thank you for telling us. I can see the fault and have begun.",
    "I have reproduced it; it comes from the last update.",
    "Could you try once more now? I have changed the setting.",
)

RESOLVED = (
    "Fixed and tested with you on the phone.",
    "The part was replaced and it has been stable since.",
    "The account is open and the person has signed in.",
    "Cleared, and a check runs every night from now on.",
)

PROJECTS = (
    (
        "Move mail and files to the cloud",
        (
            ("Mail for everybody in the cloud", "Every mailbox opens on a phone and a laptop", 32),
            (
                "File shares moved with their rights",
                "Ten named folders open with the same rights",
                44,
            ),
        ),
    ),
    (
        "Replace the firewall and the wireless",
        (
            ("New firewall in service", "Outside scan shows no open port but the two agreed", 14),
            ("Wireless in all rooms", "Every room measures 50 Mbit/s or more at the desk", 22),
        ),
    ),
    (
        "Backups proven by restoring",
        (
            ("Nightly backup off site", "Seven nights in a row without a failed job", 12),
            ("Restore test", "One server restored to a spare machine within four hours", 9),
        ),
    ),
    (
        "Laptops for everybody",
        (
            ("Laptops set up and handed over", "Each person signs in and prints on the day", 30),
            ("Old machines wiped", "A wiping report for every serial number", 8),
        ),
    ),
    (
        "Phones in the cloud",
        (
            ("Numbers ported", "All numbers ring on the new system on the agreed day", 10),
            ("People trained", "Two sessions held with a list of those who came", 6),
        ),
    ),
)
"""A project with its deliverables: title, criterion, and what it usually takes in hours."""

GAPS = (
    ("Weekend visits on site", "An engineer is on call by phone at weekends"),
    ("Support in French", "A partner answers in French between nine and five"),
    ("Reports by branch", "A monthly table by hand until the report exists"),
    ("Their old fax gateway", "Fax to mail through the phone provider"),
)
"""A need that we cannot meet, and the workaround."""

LOST_BECAUSE = (
    ("Copley Managed", "Cheaper by a fifth and could start at once"),
    ("In-house hire", "They would rather have their own person"),
    ("No decision", "The year was bad and nothing will be changed"),
    ("Copley Managed", "We could not promise weekend visits"),
)
