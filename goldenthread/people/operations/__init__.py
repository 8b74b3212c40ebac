"""Every write of this room, by what it is about."""

from goldenthread.people.operations.accounts import (
    choose_font,
    close_account,
    free_username,
    open_account,
    rename,
    wake,
)
from goldenthread.people.operations.invitations import Invited, accept, invite, try_code, withdraw_invitation
from goldenthread.people.operations.links import (
    ask_for_email,
    change_password,
    end_sessions,
    lift_delay,
    sign_out_everywhere,
    spare_passwords,
    temporary_passwords,
    use_email_link,
    use_password_link,
)
from goldenthread.people.operations.mail import link_to, send_mail_later
from goldenthread.people.operations.members import change_role, end, name_stand_in
from goldenthread.people.operations.seconds import (
    add_app,
    add_passkey,
    forget_seconds,
    new_recovery_codes,
    remove_second,
    start_anew,
    use_code,
    use_passkey,
)
from goldenthread.people.operations.sign_in import Attempt, count_asking, try_password
from goldenthread.people.operations.site import (
    add_supporter,
    create_operator,
    give_team,
    invite_first_admin,
    make_team,
    open_new_school,
    remove_supporter,
)

__all__ = [
    "Attempt", "Invited", "accept", "add_app", "add_passkey", "add_supporter", "ask_for_email", "change_password",
    "change_role", "choose_font", "close_account", "count_asking", "create_operator", "end", "end_sessions",
    "forget_seconds", "free_username", "give_team", "invite", "invite_first_admin", "lift_delay", "link_to",
    "make_team", "name_stand_in", "new_recovery_codes", "open_account", "open_new_school", "remove_second",
    "remove_supporter", "rename", "send_mail_later", "sign_out_everywhere", "spare_passwords", "start_anew",
    "temporary_passwords", "try_code", "try_password", "use_code", "use_email_link", "use_passkey", "use_password_link",
    "wake", "withdraw_invitation",
]
