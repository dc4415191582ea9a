"""Of what short comments are made: openings, subjects, what is said of them, closings.

A comment is ``[opening] [aside, but] subject saying. [closing]``. The phrases are meant to trip the
counting of words: praise says "no problem", blame says "not good" or "a good deal worse", and some
blame begins with mock praise.
"""

#: What a comment is about.
TOPICS = ("waiting time", "mobile banking", "staff", "fees", "investments", "card")

SENTIMENTS = ("negative", "neutral", "positive")

OPENINGS = (
    "", "", "", "", "to be honest, ", "as a customer of many years I must say: ", "just a short remark: ",
    "in my experience ", "hello, ", "dear bank, ", "my opinion: ", "for your information: ", "since you ask: ",
    "I want to mention that ", "once more: ", "as I told your colleague, ",
)  # fmt: skip

#: Before blame that dresses up as praise.
MOCKING = ("great job: ", "well done, really: ", "wonderful: ", "thank you for nothing: ", "good to know: ")

#: Topic -> subjects, all singular.
SUBJECTS = (
    ("the queue at the counter", "the waiting time", "the queue on payday", "the wait for my number",
     "the waiting time at lunch", "the queue", "the wait in my branch"),
    ("the app", "mobile banking", "the new app", "the bank's app", "your app", "the app on my phone"),
    ("the lady at the counter", "my customer manager", "the young man at the desk", "the adviser",
     "the staff of my branch", "your staff", "the manager of the branch"),
    ("the account fee", "the transfer fee", "the yearly fee", "the charge for the package", "the fee",
     "the charge for a statement"),
    ("my fund", "the wealth product I bought", "the balanced fund", "the investment plan", "the pension product",
     "the fund from your adviser"),
    ("my credit card", "the new card", "my card", "the second card", "the replacement card", "the debit card"),
)  # fmt: skip

#: Topic -> sentiment -> what is said.
SAYINGS = (
    (
        ("was far too long", "was over an hour", "is terrible", "is not good", "never gets better", "is a bad joke",
         "was anything but short", "used to be good, now it is awful", "was 50 minutes for one signature",
         "is worse every month"),
        ("was about as long as usual", "was ten minutes", "is what one expects on a Friday",
         "is neither short nor long", "was shown on the screen"),
        ("was short today", "was no problem", "is much better than last year", "was five minutes, not bad at all",
         "was not long at all", "is really good now", "has become pleasantly short", "is not worth a complaint"),
    ),
    (
        ("keeps crashing", "is slow", "does not work", "is not good at all", "logs me out every time",
         "is confusing and bad", "has been a good deal worse since the update", "never loads", "ate my transfer",
         "asks me for the code three times"),
        ("works like most others", "was updated again", "does what it should", "has a new colour",
         "shows the balance on the first page"),
        ("works very well", "is fast and clear", "is really good", "never lets me down",
         "is easy to use, no problem so far", "is not slow any more", "has become excellent", "is a pleasure"),
    ),
    (
        ("was rude", "did not listen", "was not helpful", "seemed annoyed", "told me something wrong",
         "is not good at explaining", "could not care less", "sent me away twice", "is no good",
         "talked to a colleague all the time"),
        ("did what was asked", "was polite, nothing more", "passed me to a colleague",
         "asked me to come again on Monday", "wrote down my question"),
        ("was friendly and helpful", "is excellent", "explained everything well", "could not have been nicer",
         "was very good", "helped at once, no complaint from me", "never makes me feel stupid", "remembered my name"),
    ),
    (
        ("is too high", "was taken twice", "is not fair", "is a rip-off", "went up again without a word",
         "is not good value", "is robbery", "is never explained", "is bad for a small saver like me"),
        ("is the same as last year", "was taken in March", "stands in the contract", "is about the usual",
         "is on page two"),
        ("is fair", "is lower than elsewhere", "was paid back without a word", "is not high for what one gets",
         "is good value", "is no problem for me", "is the best in town"),
    ),
    (
        ("lost money", "is far below what was promised", "was not good advice", "is a disappointment",
         "never paid what they told me", "is bad", "was sold to me without a word about the risk",
         "is down again", "looked good only on paper"),
        ("is where it was a year ago", "ends in autumn", "moves with the market", "pays what was said",
         "was bought two years ago"),
        ("did well this year", "is doing good work for me", "is better than a deposit", "has not disappointed me",
         "was explained honestly", "is excellent", "never gave me a bad night"),
    ),
    (
        ("was declined twice", "was blocked for no reason", "took weeks to arrive", "is not good for travel",
         "never works abroad", "is ridiculous", "is useless", "was copied by somebody", "is a bad deal"),
        ("arrived on Tuesday", "has a new design", "is valid until next year", "is the ordinary kind",
         "has my old number"),
        ("works everywhere", "came within three days", "is good for collecting points", "was replaced without trouble",
         "has never been declined", "is great for travel", "is no trouble at all"),
    ),
)  # fmt: skip

#: An aside of the other sentiment, before a "but": first those that stand before blame, then before praise.
ASIDES = (
    ("the staff is nice", "your staff is friendly", "the lady at the counter was good", "the adviser is helpful",
     "the hall is clean and bright", "the branch looks good"),
    ("parking is bad", "the queue was long", "the app is slow", "the door is hard to find",
     "the form is complicated", "the opening hours are poor"),
)  # fmt: skip

#: Sentiment -> closings.
CLOSINGS = (
    ("", "", "", "please do something.", "I am very disappointed.", "I am thinking of changing banks.",
     "this is the third time.", "unbelievable!", "who is responsible?", "I expected more."),
    ("", "", "", "just so you know.", "that is all.", "please pass it on.", "no answer needed."),
    ("", "", "", "thank you.", "keep it up!", "good work.", "very pleased.", "I have told my friends.",
     "please stay like that."),
)  # fmt: skip

#: How the main sentence ends, by sentiment.
STOPS = ((". ", ". ", "! ", "!! ", " "), (". ", ". ", " "), (". ", ". ", "! ", " "))

#: Where a comment is left.
CHANNELS = ("app", "feedback form", "telephone", "web page", "tablet in the branch")
