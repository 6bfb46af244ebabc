"""Whether a word is a common word of English, so that what is none may be a name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from toolkit.language.identifiers.word_sets import word_set

_SPOKEN = frozenset(
    # Sounds and short forms of speech.
    "a i um uh er erm erms eh ah aw oh ooh hm hmm mm mmm mhm uhm uhhuh huh yeah yep yup nope nah "
    "ok okay "
    "okey gonna wanna gotta kinda sorta dunno lemme gimme cos coz cuz cause em ya yous youse "
    "personnummer reg regs dob ext extn mister missus madam sen ehcp uff oof duh nuh ooft whee "
    "yikes oops oopsy hooray bravo pendency y'all ye aye och innit ain ta cheers ha haha hah heh "
    "oof phew whoa wow ugh meh tsk psst shh "
    "blah yada lol gosh jeez blimey crikey dodgy gobsmacked knackered chuffed faff faffing quid "
    "mum mums mam mams dad dads mummy nan gran grandad grandma granny mate mates bloke blokes lad "
    "lads lass wee bairn eejit craic gaff boreen garda gardai guards telly fella fellas kiddo "
    "gal guv ma'am o'clock oclock alright goodness whatsit thingy thingummy whatnot "
    "whatchamacallit "
    # Words newer than the list, and of offices.
    "online offline website websites webpage webinar webinars email emails emailed emailing app "
    "apps laptop laptops fax faxes faxed screenshot screenshots login logins logon logout signup "
    "setup wifi broadband smartphone smartphones voicemail inbox outbox inboxes hashtag emoji blog "
    "blogs vlog podcast podcasts internet intranet extranet helpdesk helpline hotline landline "
    "callback voip stakeholder stakeholders onboarding offboarding upskill upskilling backend "
    "frontend middleware metadata dataset datasets dashboard dashboards firewall firewalls "
    "encrypt encrypted encryption decrypt timestamp timestamps changelog codebase codebases devops "
    "admin admins superuser config configs repo repos dev devs sysadmin sysadmins hackathon "
    "chatbot chatbots cybersecurity ransomware malware phishing spam spreadsheet spreadsheets "
    "anonymise anonymised anonymisation anonymize anonymized anonymization pseudonymise "
    "pseudonymised pseudonymisation pseudonymized interoperability interoperable interagency "
    "interministerial intergovernmental cross-border multi-agency workstream workstreams "
    "workarounds workaround granular siloed silo silos deliverables deliverable learnings "
    "escalations escalation postcode postcodes zip gazetteer uprn outsourced outsource outsourcing "
    "offshore reorg rollout rollouts walkthrough standup standups scrum kanban backlog retro "
    "retros prioritise prioritised digitise digitised digitisation digitalisation digitalization "
    "governance logistics helpful childcare caseworker caseworkers caseload caseloads "
    "safeguarding paediatric paediatrician physio physiotherapist gp gps paramedic paramedics "
    "triage dialysis oncology cardiology radiology icu nicu bedside handover handovers discharge "
    "homeroom headteacher headteachers timetabling coursework preschool reception pandemic "
    "lockdown lockdowns furlough furloughed covid coronavirus brexit vaccine vaccines vaping vape "
    "karaoke kimchi kimbap cafe cafes barista latte cappuccino espresso sushi pizza pizzas "
    "curry hummus takeaway takeaways sellotape biro biros post-it tippex photocopier lanyard "
    "lanyards whiteboard whiteboards flipchart carpark minibus minibuses roundabout tarmac "
    "stairwell stopcock culvert township codebook codebooks coder coders diff diffs csv json xml "
    "pdf sql url urls api apis id ids pin faq faqs kpi kpis gdpr dpia dpias dpo foi hr it erp crm "
    "sla slas mou mous dsa dsas sop sops rfp pin vpn sftp ftp http https html css php usb cd dvd "
    "tv cctv pc pcs ceo ceos cfo cio ctos cto coo cdo mp mps md phd msc ba bsc eu uk us usa ussr "
    "un dob am pm bc ad etc ie eg vs nb ps asap fyi aka tbc tba diy vip atm sms mms ai ml nlp ocr "
    "rpa gis gps iso xlsx docx txt doc docs stats stat info demo demos max min tech techie temp "
    "temps exec execs prof rep reps ref refs spec specs prep promo ops comms perms config reorg "
    "sync synced syncing async dedupe deduped dedupes unredacted redact redacted redaction "
    "redactions checksum checksums hash hashes hashed schema schemas payload payloads endpoint "
    "endpoints query batch batches uptime downtime outage outages failover rollback rollbacks "
    "hotfix bugfix typo typos deadline deadlines headcount workaround pilot piloted bidder "
    "importer exporter subcontractor subcontractors tenderer tendering procure procured "
    "clawback ringfenced top-up startup startups fintech biometrics biometric geospatial "
    "cadastral cadastre inspectorate regulator ombudsman constable sergeant superintendent "
    "councillor councillors cllr alderman mayoral civil servant janitor eurosceptic whistleblower "
    "esque ish ness mid anti non ex pre post multi semi pseudo quasi inter intra cyber eco bio geo "
    "hadn hasn isn wasn weren wouldn couldn shouldn didn doesn aren mustn needn mightn don won can "
    "shan ve ll re th nd rd st et al en de la le du van von den der und x y z b c d e f g h j k l "
    "m "
    "n o p q r s t u v w kg km cm mm ml gb mb kb tb mph mg hz kw afterwards amongst whilst towards "
    "learnt burnt spelt whoever whomever nobody's firstly secondly thirdly lastly centre centres "
    "colour favour labour organise organised organisation organisations realise realised recognise "
    "behaviour programme programmes cheque cheques judgement analyse analysed licence fulfil "
    "enrol enrolment catalogue dialogue grey jewellery kerb kerbs tyre tyres storey storeys plough "
    "maths sceptical tiredness offside goalposts headlights beekeeper unticked untick ticked "
    "retype retyped retyping rekey rekeyed rekeying resend resent resubmit resubmitted reimport "
    "reconcile recheck rechecked upload uploaded uploading uploads download downloaded downloads "
    "login username usernames passcode passcodes crosscheck crosswalk crosswalks lookup lookups "
    "dropdown dropdowns checkbox checkboxes tickbox popup popups toolkits toolkit template "
    "templates macro macros pivot vlookup lambda regex regexes unicode ascii utf bytes kilobytes "
    "terabyte terabytes gigabyte gigabytes proactive proactively upfront downstream upstream "
    "bureaucrat bureaucratese officialese gobbledygook bandwidth touchpoint touchpoints".split()
)
"""Words that the list lacks: of speech, of offices and computers, and of British spelling."""
_CONTRACTED = word_set("s t d ll re ve m em all n til ere")
_SUFFIXES = ("ness", "ment", "ments", "less", "ful", "ship", "ships", "hood", "wise", "able", "ation",
             "ations", "ist", "ists", "ism", "isms", "ity", "ally", "like", "proof", "ish", "ability")  # fmt: skip
_PREFIXES = ("un", "re", "pre", "over", "under", "out", "non", "sub", "inter", "multi", "super",
             "anti", "mis", "dis", "micro", "mini", "cyber", "semi", "self", "co")  # fmt: skip


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    lines = (Path(__file__).parent / "common_words.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#")) | _SPOKEN


@lru_cache(maxsize=65536)
def is_common(word: str) -> bool:
    """Whether a word in lower case, perhaps hyphened or with an apostrophe, is common.

    >>> is_common("data-sharing"), is_common("okafor")
    (True, False)
    """
    words = _words()
    if word in words or not word:
        return True
    if "-" in word or "\u2011" in word:
        parts = word.replace("\u2011", "-").split("-")
        return all(part == "" or is_common(part) or part.isdigit() for part in parts)
    if "'" in word or "’" in word:
        base, _, ending = word.replace("’", "'").rpartition("'")
        return ending in _CONTRACTED and base != "o" and is_common(base.replace("'", ""))
    if any(base in words for base in _bases(word)):
        return True
    for prefix in _PREFIXES:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= 4:
            if rest in words or any(base in words for base in _bases(rest)):
                return True
    return False


def _bases(word: str) -> list[str]:
    """What a word may be without its ending."""
    bases: list[str] = []
    if word.endswith(("ies", "ied")):
        bases.append(word[:-3] + "y")
    if word.endswith("es"):
        bases.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        bases.append(word[:-1])
    if word.endswith("ed"):
        bases += [word[:-2], word[:-1]]
        if len(word) > 5 and word[-3] == word[-4]:
            bases.append(word[:-3])
    if word.endswith("ing"):
        bases += [word[:-3], word[:-3] + "e"]
        if len(word) > 6 and word[-4] == word[-5]:
            bases.append(word[:-4])
    if word.endswith("ly"):
        bases.append(word[:-2])
    for ending in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            stem = word[: -len(ending)]
            bases += [stem, stem + "e"]
    if word.endswith(("isation", "ization")):
        bases += [word[:-5] + "e", word[:-7]]
    if word.endswith(("ise", "ised", "ising", "ises")):
        bases.append(word.replace("ise", "ize").replace("ising", "izing"))
    if word.endswith("our") or "our" in word:
        bases.append(word.replace("our", "or"))
    return [base for base in bases if len(base) >= 3]
