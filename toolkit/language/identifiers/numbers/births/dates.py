"""How dates and years are written and said, as pieces of regular expressions."""

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
TEEN = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
TENS = rf"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-]{UNIT})?"
SHORT = rf"(?:{TENS}|{TEEN}|(?:oh|o)[\s-]{UNIT})"
YEAR = (
    rf"(?:(?:19|20)\d\d\b|['’‘]\s?\d\d\b|nineteen[\s-](?:hundred(?:\s(?:and\s)?{SHORT})?"
    rf"|{SHORT})|"
    rf"two[\s-]thousand(?:[\s-](?:and[\s-])?(?:{UNIT}|{SHORT}))?|twenty[\s-]{SHORT})"
)
LOOSE_YEAR = rf"(?:{YEAR}|{TENS}|(?<![\d,.])[3-9]\d\b(?!\s?(?:%|per|years|km|miles|pounds)))"
ORDINAL = (
    r"(?:(?:twenty|thirty)[\s-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    r"tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|"
    r"nineteenth|twentieth|thirtieth)"
)
DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL}|{TENS}|{TEEN}|{UNIT})"
AND_YEAR = rf"(?:(?:,?\s(?:of\s|in\s|the\syear\s)?|\s?[-/.]\s?)(?:(?:um|uh|er),?\s)?{LOOSE_YEAR})"
DATE = (
    r"(?:(?:19|20)?\d\d\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,4}"
    r"|\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?(?:19|20)?\d\d"
    rf"|{DAY}\s(?:of\s)?(?:the\s)?{MONTH}(?:{AND_YEAR})?"
    rf"|{MONTH}\s(?:the\s)?{DAY}(?!\d)(?:{AND_YEAR})?"
    rf"|{MONTH}{AND_YEAR}"
    rf"|{ORDINAL}\s(?:of\s)?the\s{ORDINAL}(?:{AND_YEAR})?"
    rf"|(?:{TENS}|{TEEN}|{UNIT})[,\s]{{1,2}}(?:{TEEN}|{UNIT})[,\s]{{1,2}}{LOOSE_YEAR}"
    rf"|{YEAR})"
)
BOUNDED_DATE = rf"(?<![\w'’.,/-]){DATE}(?![\w/-]|[.,]\d)"
