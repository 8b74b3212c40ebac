"""Languages by the three-letter codes of the school census and CTF.

The special codes are complete. Of the languages these are the main ones; the finer codes of four letters (dialects,
as of Arabic or Chinese) are not listed: such a code is kept as it comes and shown by the language it begins with.
"""

LANGUAGES = {
    "ACL": "Acholi", "ADA": "Adangme", "AFA": "Afar", "AFK": "Afrikaans", "AKA": "Akan (Twi, Fante)",
    "ALB": "Albanian", "ALU": "Alur", "AMR": "Amharic", "ARA": "Arabic", "ARM": "Armenian", "ASM": "Assamese",
    "ASR": "Assyrian or Aramaic", "AYM": "Aymara", "AZE": "Azerbaijani", "BAI": "Bamileke", "BAL": "Balochi",
    "BEJ": "Beja", "BEL": "Belarusian", "BEM": "Bemba", "BHO": "Bhojpuri", "BIK": "Bikol", "BLT": "Balti",
    "BMA": "Burmese", "BNG": "Bengali", "BSL": "British Sign Language", "BSQ": "Basque", "BUL": "Bulgarian",
    "CAM": "Khmer", "CAT": "Catalan", "CCE": "Caribbean Creole, English", "CCF": "Caribbean Creole, French",
    "CGA": "Chaga", "CGR": "Chhattisgarhi", "CHE": "Chechen", "CHI": "Chinese", "CKW": "Chokwe", "CRN": "Cornish",
    "CTR": "Chitrali or Khowar", "CWA": "Chichewa", "CYM": "Welsh", "CZE": "Czech", "DAN": "Danish",
    "DGA": "Dagaare", "DGB": "Dagbani", "DIN": "Dinka", "DUT": "Dutch or Flemish", "DZO": "Dzongkha",
    "EBI": "Ebira", "EDO": "Edo", "EFI": "Efik-Ibibio", "ENB": "Believed to be English", "ENG": "English",
    "ESA": "Esan", "EST": "Estonian", "EWE": "Ewe", "EWO": "Ewondo", "FAN": "Fang", "FIJ": "Fijian",
    "FIN": "Finnish", "FON": "Fon", "FRN": "French", "FUL": "Fula", "GAA": "Ga", "GAE": "Irish",
    "GAL": "Scottish Gaelic", "GEO": "Georgian", "GER": "German", "GGO": "Gogo", "GKY": "Kikuyu",
    "GLG": "Galician", "GRE": "Greek", "GRN": "Guarani", "GUJ": "Gujarati", "GUN": "Gurenne", "GUR": "Gurma",
    "HAU": "Hausa", "HDK": "Hindko", "HEB": "Hebrew", "HER": "Herero", "HGR": "Hungarian", "HIN": "Hindi",
    "IBA": "Iban", "IDM": "Idoma", "IGA": "Igala", "IGB": "Igbo", "IJO": "Ijo", "ILO": "Ilocano",
    "ISK": "Itsekiri", "ISL": "Icelandic", "ITA": "Italian", "JAV": "Javanese", "JIN": "Jinghpaw",
    "JPN": "Japanese", "KAM": "Kamba", "KAN": "Kannada", "KAR": "Karen", "KAS": "Kashmiri", "KAU": "Kanuri",
    "KAZ": "Kazakh", "KCH": "Katchi", "KGZ": "Kyrgyz", "KHA": "Khasi", "KHY": "Haya", "KIN": "Kinyarwanda",
    "KIR": "Kirundi", "KIS": "Kisi", "KLN": "Kalenjin", "KMB": "Kimbundu", "KME": "Kimeru", "KNK": "Konkani",
    "KNY": "Nyakyusa", "KON": "Kongo", "KOR": "Korean", "KPE": "Kpelle", "KRI": "Krio", "KRU": "Kru",
    "KSI": "Kisii", "KSU": "Sukuma", "KUR": "Kurdish", "LAO": "Lao", "LBA": "Luba", "LGA": "Luganda",
    "LGB": "Lugbara", "LGS": "Lugisu", "LIN": "Lingala", "LIT": "Lithuanian", "LNG": "Lango", "LOZ": "Lozi",
    "LSO": "Lusoga", "LTV": "Latvian", "LTZ": "Luxembourgish", "LUE": "Luvale", "LUN": "Lunda", "LUO": "Luo",
    "LUY": "Luhya", "MAG": "Magahi", "MAI": "Maithili", "MAK": "Makua", "MAN": "Manding", "MAO": "Maori",
    "MAR": "Marathi", "MAS": "Maasai", "MDV": "Maldivian", "MEN": "Mende", "MKD": "Macedonian", "MLG": "Malagasy",
    "MLM": "Malayalam", "MLT": "Maltese", "MLY": "Malay or Indonesian", "MNA": "Maguindanao", "MNG": "Mongolian",
    "MNX": "Manx", "MOR": "Moore", "MSC": "Mauritian or Seychelles Creole", "MUN": "Munda", "MYA": "Maya",
    "NAH": "Nahuatl", "NAM": "Nama", "NBN": "Nubian", "NDB": "Ndebele", "NEP": "Nepali", "NOR": "Norwegian",
    "NOT": "Not obtained", "NUE": "Nuer", "NUP": "Nupe", "NWA": "Newari", "NZM": "Nzema", "OAM": "Oshiwambo",
    "OGN": "Ogoni", "ORI": "Odia", "ORM": "Oromo", "OTB": "Believed to be other than English",
    "OTH": "Other than English", "OTL": "Another language", "PAG": "Pangasinan", "PAM": "Pampanga",
    "PAT": "Pashto", "PHA": "Pahari", "PHR": "Persian or Farsi", "PNJ": "Panjabi", "POL": "Polish",
    "POR": "Portuguese", "QUE": "Quechua", "RAJ": "Rajasthani", "REF": "Refused", "RME": "Romani, English",
    "RMI": "Romani, international", "RMN": "Romanian", "RMS": "Romansh", "RNY": "Runyankore", "RNO": "Runyoro",
    "RUS": "Russian", "SAM": "Samoan", "SCB": "Serbian, Croatian or Bosnian", "SCO": "Scots", "SHL": "Shilluk",
    "SHO": "Shona", "SID": "Sidamo", "SIO": "Sign language, other", "SLO": "Slovak", "SLV": "Slovenian",
    "SND": "Sindhi", "SNG": "Sango", "SNH": "Sinhala", "SOM": "Somali", "SPA": "Spanish", "SRD": "Sardinian",
    "SRK": "Saraiki", "SSO": "Sotho", "SSW": "Swati", "STS": "Tswana", "SUN": "Sundanese", "SWA": "Swahili",
    "SWE": "Swedish", "TAM": "Tamil", "TEL": "Telugu", "TEM": "Temne", "TES": "Teso", "TGE": "Tigre",
    "TGL": "Tagalog or Filipino", "TGR": "Tigrinya", "THA": "Thai", "TIB": "Tibetan", "TIV": "Tiv",
    "TMZ": "Tamazight or Berber", "TNG": "Tonga (Zambia)", "TON": "Tongan", "TPI": "Tok Pisin", "TRI": "Shelta",
    "TSO": "Tsonga", "TUK": "Turkmen", "TUL": "Tulu", "TUM": "Tumbuka", "TUR": "Turkish", "UKR": "Ukrainian",
    "UMB": "Umbundu", "URD": "Urdu", "URH": "Urhobo-Isoko", "UYG": "Uyghur", "UZB": "Uzbek", "VEN": "Venda",
    "VIE": "Vietnamese", "VSY": "Visayan", "WAP": "Wa", "WCP": "West African Creole Portuguese", "WOL": "Wolof",
    "WPE": "West African Pidgin English", "XHO": "Xhosa", "YAO": "Yao", "YDI": "Yiddish", "YOR": "Yoruba",
    "ZND": "Zande", "ZUL": "Zulu", "ZZZ": "Not yet classified",
}
# Codes that name no language.
NO_LANGUAGE = {"ENB", "OTB", "OTH", "OTL", "REF", "NOT", "ZZZ"}
ENGLISH = {"ENG", "ENB"}
UNKNOWN = {"", "REF", "NOT", "ZZZ"}


def language(code: str) -> str:
    """The language's name; a finer code by its main one; a code nobody knows as itself."""
    return LANGUAGES.get(code) or LANGUAGES.get(code[:3]) or code


def is_eal(code: str) -> bool | None:
    """English as an additional language, which follows from the first language; None where that is not known."""
    return None if code in UNKNOWN else code not in ENGLISH
