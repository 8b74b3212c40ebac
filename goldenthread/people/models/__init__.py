from goldenthread.people.models.invitations import Invitation
from goldenthread.people.models.mail import Mail
from goldenthread.people.models.people import Membership, User, UserManager
from goldenthread.people.models.signing_in import Knock, Link, Spare

__all__ = ["Invitation", "Knock", "Link", "Mail", "Membership", "Spare", "User", "UserManager"]
