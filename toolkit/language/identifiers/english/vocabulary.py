"""Whether a word is a common word of English, so that what is none may be a name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from toolkit.language.identifiers.english.regional_words import FESTIVALS, REGIONAL_WORDS
from toolkit.language.identifiers.word_sets import word_set

_SPOKEN = word_set(
    "crosstalk inaudible unintelligible overtalking "
    "a ad admin admins afterwards ah ai ain aka al alderman alright am amongst analyse analysed "
    "anonymisation anonymise anonymised anonymization anonymize anonymized anti api apis app "
    "apps aren asap ascii async atm aw aye b ba backend backlog bairn bandwidth barista batch "
    "batches bc bedside beekeeper behaviour bidder bio biometric biometrics biro biros blah "
    "blimey blog blogs bloke blokes boreen bravo brexit broadband bsc bugfix bureaucrat "
    "bureaucratese burnt bytes c cadastral cadastre cafe cafes callback can cappuccino "
    "cardiology carpark caseload caseloads caseworker caseworkers catalogue cause cctv cd cdo "
    "centre centres ceo ceos cfo changelog chatbot chatbots checkbox checkboxes checksum "
    "checksums cheers cheque cheques childcare chuffed cio civil clawback cllr cm codebase "
    "codebases codebook codebooks coder coders colour comms config configs constable coo "
    "coronavirus cos couldn councillor councillors coursework covid coz craic crikey crm "
    "cross-border crosscheck crosswalk crosswalks css csv cto ctos culvert curry cuz cyber "
    "cybersecurity d dad dads dashboard dashboards dataset datasets de deadline deadlines "
    "decrypt dedupe deduped dedupes deliverable deliverables demo demos den der dev devops devs "
    "dialogue dialysis didn diff diffs digitalisation digitalization digitisation digitise "
    "digitised discharge diy dob doc docs docx dodgy doesn don download downloaded downloads "
    "downstream downtime dpia dpias dpo dropdown dropdowns dsa dsas du duh dunno dvd e eco "
    "eejit eg eh ehcp em email emailed emailing emails emoji en encrypt encrypted encryption "
    "endpoint endpoints enrol enrolment er erm erms erp escalation escalations espresso esque "
    "et etc eu eurosceptic ex exec execs exporter ext extn extranet f faff faffing failover faq "
    "faqs favour fax faxed faxes fella fellas fintech firewall firewalls firstly flipchart foi "
    "frontend ftp fulfil furlough furloughed fyi g gaff gal garda gardai gazetteer gb gdpr geo "
    "geospatial gigabyte gigabytes gimme gis goalposts gobbledygook gobsmacked gonna goodness "
    "gosh gotta governance gp gps gran grandad grandma granny granular grey guards guv h ha "
    "hackathon hadn hah haha handover handovers hash hashed hashes hashtag hasn headcount "
    "headlights headteacher headteachers heh helpdesk helpful helpline hm hmm homeroom hooray "
    "hotfix hotline hr html http https huh hummus hz i icu id ids ie importer inbox inboxes "
    "info innit inspectorate inter interagency intergovernmental interministerial internet "
    "interoperability interoperable intra intranet ish isn iso it j janitor jeez jewellery json "
    "judgement k kanban karaoke kb kerb kerbs kg kiddo kilobytes kimbap kimchi kinda km "
    "knackered kpi kpis kw l la labour lad lads lambda landline lanyard lanyards laptop laptops "
    "lass lastly latte le learnings learnt lemme licence ll lockdown lockdowns login logins "
    "logistics logon logout lol lookup lookups m ma'am macro macros madam malware mam mams mate "
    "mates maths max mayoral mb md meh metadata mg mhm mid middleware mightn min minibus "
    "minibuses missus mister ml mm mmm mms mou mous mp mph mps msc multi multi-agency mum mummy "
    "mums mustn n nah nan nb nd needn ness nicu nlp nobody's non nope nuh o o'clock och oclock "
    "ocr offboarding officialese offline offshore offside oh ok okay okey ombudsman onboarding "
    "oncology online oof ooft ooh oops oopsy ops organisation organisations organise organised "
    "outage outages outbox outsource outsourced outsourcing p paediatric paediatrician pandemic "
    "paramedic paramedics passcode passcodes payload payloads pc pcs pdf pendency perms "
    "personnummer phd phew phishing photocopier php physio physiotherapist pilot piloted pin "
    "pivot pizza pizzas plough pm podcast podcasts popup popups post post-it postcode postcodes "
    "pre prep preschool prioritise prioritised proactive proactively procure procured prof "
    "programme programmes promo ps pseudo pseudonymisation pseudonymise pseudonymised "
    "pseudonymized psst q quasi query quid r radiology ransomware rd re realise realised "
    "reception recheck rechecked recognise reconcile redact redacted redaction redactions ref "
    "refs reg regex regexes regs regulator reimport rekey rekeyed rekeying reorg rep repo repos "
    "reps resend resent resubmit resubmitted retro retros retype retyped retyping rfp "
    "ringfenced rollback rollbacks rollout rollouts roundabout rpa s safeguarding sceptical "
    "schema schemas screenshot screenshots scrum secondly sellotape semi sen sergeant servant "
    "setup sftp shan shh shouldn signup silo siloed silos sla slas smartphone smartphones sms "
    "sop sops sorta spam spec specs spelt spreadsheet spreadsheets sql st stairwell stakeholder "
    "stakeholders standup standups startup startups stat stats stopcock storey storeys "
    "subcontractor subcontractors superintendent superuser sushi sync synced syncing sysadmin "
    "sysadmins t ta takeaway takeaways tarmac tb tba tbc tech techie telly temp template "
    "templates temps tenderer tendering terabyte terabytes th thingummy thingy thirdly tickbox "
    "ticked timestamp timestamps timetabling tippex tiredness toolkit toolkits top-up "
    "touchpoint touchpoints towards township triage tsk tv txt typo typos tyre tyres u uff ugh "
    "uh uhhuh uhm uk um un und unicode unredacted untick unticked upfront upload uploaded "
    "uploading uploads uprn upskill upskilling upstream uptime url urls us usa usb username "
    "usernames ussr utf v vaccine vaccines van vape vaping ve vip vlog vlookup voicemail voip "
    "von vpn vs w walkthrough wanna wasn webinar webinars webpage website websites wee weren "
    "whatchamacallit whatnot whatsit whee whilst whistleblower whiteboard whiteboards whoa "
    "whoever whomever wifi won workaround workarounds workstream workstreams wouldn wow x xlsx "
    "xml y y'all ya yada ye yeah yep yikes yous youse yup z zip "
)
"""Words that the list lacks: of speech, of offices and computers, and of British spelling."""
FUNCTION = word_set(
    "the a an this that these those my our your his her their its and but or so if when while "
    "then because as at in on of for from to with by about is was are were be been has had have "
    "do does did not no yes we you i he she they it who which what where why how every each some "
    "any all both well now also even just only still maybe like ask call tell see meet join leave "
    "under over after before since until during although though said says"
)
"""Words of grammar in lower case, which no name begins with."""
_CONTRACTED = word_set("s t d ll re ve m em all n til ere")
_SUFFIXES = (
    "ness", "ment", "ments", "less", "ful", "ship", "ships", "hood", "wise", "able", "ation",
    "ations", "ist", "ists", "ism", "isms", "ity", "ally", "like", "proof", "ish", "ability",
)  # fmt: skip
_PREFIXES = ("un", "re", "pre", "over", "under", "out", "non", "sub", "inter", "multi", "super",
             "anti", "mis", "dis", "micro", "mini", "cyber", "semi", "self", "co")  # fmt: skip


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    lines = (Path(__file__).parent / "common_words.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#")) | (
        _SPOKEN | REGIONAL_WORDS | FESTIVALS
    )


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
        rest = word[len(prefix) :] if word.startswith(prefix) else ""
        if len(rest) >= 4 and (rest in words or any(base in words for base in _bases(rest))):
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
