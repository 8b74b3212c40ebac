"""What a role may do. Whose record it may do it to is decided in learners, by grants and blocks."""

from enum import StrEnum


class Permission(StrEnum):
    SCHOOL_SETTINGS = "change the school's settings, terms and words"
    MEMBERS_MANAGE = "invite people and change their roles"
    LEARNERS_IMPORT = "bring learners in from a spreadsheet"
    LEARNERS_MANAGE = "add learners and change their details, stage, needs and contacts"
    LEARNERS_TAKE_OUT = "take out a learner who was added by mistake"
    LEARNERS_EXPORT = "export the register"
    ACCESS_MANAGE = "give and end access to learners, and block it"
    LEARNERS_LIST = "see the register, of the learners they may see"
    RECORD_WRITE = "write in the record of a learner they may see"
    OUTCOMES_SET = "set, change and close outcomes of a learner they may see"
    BANK_ADD = "put wordings into the school's outcome bank"
    BANK_CURATE = "change and retire wordings in the school's outcome bank"
    PROGRESS_NOTE = "note progress of a learner they may see"
    PLAN_READ = "read issued plans of a learner they may see"
    DRAFT_READ = "read the draft of a plan, where let in"
    PLAN_ARRANGE = "open plans, choose what they hold and who is let in to the draft"
    PLAN_ISSUE = "issue, correct and withdraw from versions"
    COUNTS_READ = "see counts and patterns without names"
    AUDIT_READ = "see what happened, and who looked"
