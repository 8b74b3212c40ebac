"""What the tests of joiners share: a day, rows of a file, and what became of them."""

from datetime import UTC, datetime

from goldenthread.exchange.tests.files import ADA, HEADINGS

NOW = datetime(2026, 9, 7, 9, 30, tzinfo=UTC)
LEO = ["Leo", "Smith", "21/10/2018", "3", "3B", "M", "WBRI", "", "001235"]
SEN = [*HEADINGS, "SEN Status", "SEN Need"]
ADA_SEN = [*ADA, "K", "SLCN; ASD"]


def fates(batch):
    return dict(batch.rows.values_list("number", "fate"))
