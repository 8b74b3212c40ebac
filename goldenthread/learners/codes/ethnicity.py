"""Ethnicity as the school census has it: twenty main codes, and the finer ones some authorities use (103 in all)."""

# Main code: its name, and the codes that fall under it.
GROUPS: dict[str, tuple[str, dict[str, str]]] = {
    "WBRI": ("White - British", {
        "WCOR": "White - Cornish", "WENG": "White - English", "WNIR": "White - Northern Irish",
        "WSCO": "White - Scottish", "WWEL": "White - Welsh", "WOWB": "Other White British",
    }),
    "WIRI": ("White - Irish", {}),
    "WIRT": ("Traveller of Irish Heritage", {}),
    "WOTH": ("Any Other White Background", {
        "WALB": "Albanian", "WBOS": "Bosnian-Herzegovinian", "WCRO": "Croatian", "WGRE": "Greek/Greek Cypriot",
        "WGRK": "Greek", "WGRC": "Greek Cypriot", "WITA": "Italian", "WKOS": "Kosovan", "WPOR": "Portuguese",
        "WSER": "Serbian", "WTUR": "Turkish/Turkish Cypriot", "WTUK": "Turkish", "WTUC": "Turkish Cypriot",
        "WEUR": "White European", "WEEU": "White Eastern European", "WWEU": "White Western European",
        "WOTW": "White Other",
    }),
    "WROM": ("Gypsy /Roma", {
        "WROG": "Gypsy", "WROR": "Roma", "WROO": "Other Gypsy/Roma",
    }),
    "MWBC": ("White and Black Caribbean", {}),
    "MWBA": ("White and Black African", {}),
    "MWAS": ("White and Asian", {
        "MWAP": "White and Pakistani", "MWAI": "White and Indian", "MWAO": "White and Any Other Asian Background",
    }),
    "MOTH": ("Any Other Mixed Background", {
        "MAOE": "Asian and Any Other Ethnic Group", "MABL": "Asian and Black", "MACH": "Asian and Chinese",
        "MBOE": "Black and Any Other Ethnic Group", "MBCH": "Black and Chinese",
        "MCOE": "Chinese and Any Other Ethnic Group", "MWOE": "White and Any Other Ethnic Group",
        "MWCH": "White and Chinese", "MOTM": "Other Mixed Background",
    }),
    "AIND": ("Indian", {}),
    "APKN": ("Pakistani", {
        "AMPK": "Mirpuri Pakistani", "AKPA": "Kashmiri Pakistani", "AOPK": "Other Pakistani",
    }),
    "ABAN": ("Bangladeshi", {}),
    "AOTH": ("Any Other Asian Background", {
        "AAFR": "African Asian", "AKAO": "Kashmiri Other", "ANEP": "Nepali", "ASNL": "Sinhalese",
        "ASLT": "Sri Lankan Tamil", "ASRO": "Sri Lankan other", "AOTA": "Other Asian",
    }),
    "BCRB": ("Black Caribbean", {}),
    "BAFR": ("Black - African", {
        "BANN": "Black - Angolan", "BCON": "Black - Congolese", "BGHA": "Black - Ghanaian",
        "BNGN": "Black - Nigerian", "BSLN": "Black - Sierra Leonian", "BSOM": "Black - Somali",
        "BSUD": "Black - Sudanese", "BAOF": "Other Black African",
    }),
    "BOTH": ("Any Other Black Background", {
        "BEUR": "Black European", "BNAM": "Black North American", "BOTB": "Other Black",
    }),
    "CHNE": ("Chinese", {
        "CHKC": "Hong Kong Chinese", "CMAL": "Malaysian Chinese", "CSNG": "Singaporean Chinese",
        "CTWN": "Taiwanese", "COCH": "Other Chinese",
    }),
    "OOTH": ("Any Other Ethnic Group", {
        "OAFG": "Afghan", "OARA": "Arab Other", "OEGY": "Egyptian", "OFIL": "Filipino", "OIRN": "Iranian",
        "OIRQ": "Iraqi", "OJPN": "Japanese", "OKOR": "Korean", "OKRD": "Kurdish",
        "OLAM": "Latin/South/Central American", "OLEB": "Lebanese", "OLIB": "Libyan", "OMAL": "Malay",
        "OMRC": "Moroccan", "OPOL": "Polynesian", "OTHA": "Thai", "OVIE": "Vietnamese", "OYEM": "Yemeni",
        "OOEG": "Other Ethnic Group",
    }),
    "REFU": ("Refused", {}),
    "NOBT": ("Information Not Yet Obtained", {}),
}
ETHNICITIES = {code: name for main, (name_of_main, finer) in GROUPS.items()
               for code, name in {main: name_of_main, **finer}.items()}
MAIN_ETHNICITY = {code: main for main, (_, finer) in GROUPS.items() for code in (main, *finer)}
