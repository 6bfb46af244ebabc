"""Bodies that are known by name, and bodies whose heads are words of other languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN_BODIES = word_set(
    "mois moef mohw molit mosf moel moe motie msit mnd mofa moj mafra mcst mogef mss mpm mpva "
    "pipc nia nis nts kcs kostat kisa kepco kdi kipa krihs keti kais nhis hira nps "
    "koica kotra lh kwater korail kaist snu hmrc nhs dwp ico ons dfe defra dft dcms dluhc mhclg "
    "desnz beis dbt dsit fcdo fco mod moj cps dvla dvsa hmcts hmpps opg "
    "ofsted ofcom ofgem ofwat ofqual cqc ukhsa phe nhsx nhse gds gdo cddo ccs nao ncsc nca gchq "
    "cabinet ucas ucl lse ukri esrc epsrc hesa jisc sepa psni ni21 tfl tfgm lga solace "
    "cipfa socitm rcn rcgp bma unison gmb rmt nasuwt neu cwu pcs hse tusla irs fbi cia nsa nasa "
    "noaa epa fda cdc dhs fema usda hud dod doj dol ssa usps gao omb gsa "
    "nist tsa ins ice cbp dmv who unesco unicef unhcr undp oecd imf wto nato eurostat europol "
    "frontex ecb ecdc ema enisa cnil bfdi bsi bka dwd destatis bamf rki insee dgfip "
    "urssaf caf zus gus pesel-office uodo nfz krs bnp hsbc rbs tsb natwest barclays lloyds "
    "ibm bt "
    "ee o2 kpmg pwc ey deloitte accenture capgemini cgi atos fujitsu serco g4s sopra "
    "tcs infosys wipro hcl sk kt lgcns nhn "
    "cbsa rcmp ircc cfia cbc csis afp ato anz nab accc asic nsw nhmrc nimc inec waec neco "
    "jamb ubec subeb efcc frsc nitda nnpc nema uidai trai isro lic sbi hdfc icici irctc nabard "
    "sebi "
    "cbi hiqa cso nmbi inmo siptu gnib rte esb uwv cak duo svb rdw cbs kvk rivm coa ind aeat inss "
    "sepe dgt inps inail istat cpam sncf ratp aok tuv vdl ameli cgt ibge inss incra ibama anvisa "
    "detran sabesp dian sunat imss ine sat issste unam sars eskom sassa nsfas dirco iec sita "
    "tra nida "
    "tanesco ura nira ursb ghs ecg ssnit nhif ntsa iebc knbs kplc kenha unep icrc msf ifrc gavi "
    "afdb adb ebrd efsa berec nmc gmc bma nice hee tfwm dfc nrw sepa nats caa orr mca hse ipcc "
    "iopc "
    "niea hmic hmicfrs cafcass lta hdb ica moh mom iras imda govtech"
)
"""Short names of bodies that are well known, in lower case."""

KNOWN_LONG_BODIES = word_set(
    "national_assembly house_of_commons house_of_lords home_office cabinet_office foreign_office "
    "scotland_office wales_office "
    "northern_ireland_office scottish_government welsh_government northern_ireland_executive "
    "scottish_executive european_commission european_parliament european_council european_union "
    "council_of_europe world_bank united_nations geospatial_commission land_registry "
    "hm_land_registry companies_house ordnance_survey met_office environment_agency "
    "highways_england national_highways natural_england historic_england sport_england "
    "arts_council_england public_health_england public_health_wales public_health_scotland "
    "health_education_england nhs_england nhs_scotland nhs_wales nhs_digital border_force "
    "passport_office treasury_solicitor crown_prosecution_service crown_commercial_service "
    "metropolitan_police the_met ambulance_service_of_wales citizens_advice age_uk "
    "jobcentre_plus job_centre_plus royal_mail post_office_ltd hm_treasury "
    "hm_revenue_and_customs revenue_and_customs office_for_national_statistics "
    "central_statistics_office statistics_korea statistics_netherlands national_tax_service "
    "korea_customs_service blue_house government_digital_service government_legal_department "
    "internal_revenue_service social_security_administration homeland_security "
    "child_support_agency student_loans_company audit_commission audit_scotland audit_wales "
    "electoral_commission charity_commission red_cross the_salvation_army salvation_army "
    "an_garda_síochána an_garda_siochana revenue_commissioners enterprise_ireland nhs_trust "
    "an_post digital_health_and_care_wales social_security_scotland "
    "national_records_of_scotland police_scotland transport_for_london transport_scotland "
    "network_rail the_samaritans barnardo's shelter_scotland civil_service_commission "
    "law_commission competition_and_markets_authority information_commissioner's_office "
    "local_government_association national_audit_office national_archives british_library "
    "british_council british_red_cross bank_of_england bank_of_korea bank_of_scotland "
    "goldman_sachs procter_and_gamble johnson_and_johnson marks_and_spencer british_telecom "
    "british_gas deutsche_bahn deutsche_bank services_australia service_canada service_ontario "
    "births_deaths_and_marriages local_land_services home_affairs_department "
    "immigration_and_customs_enforcement customs_and_border_protection child_protective_services "
    "canada_revenue_agency australian_federal_police australia_post canada_post royal_mail_group "
    "bank_of_ireland bank_of_america wells_fargo standard_bank equity_bank first_bank "
    "state_bank_of_india reserve_bank_of_india kenya_power safaricom vodafone telefónica "
    "médecins_sans_frontières medecins_sans_frontieres doctors_without_borders save_the_children "
    "amnesty_international human_rights_watch world_vision plan_international "
    "fire_and_rescue_service police_service_of_northern_ireland citizens_information "
    "statistics_canada statistics_norway statistics_finland statistics_sweden statistics_poland "
    "registrar_general's_office attorney_general's_office auditor_general's_office "
)
"""Names of bodies that have no head word, or are well known, in lower case."""

_HEADS = (
    # German, Dutch and the Nordic languages.
    "Amt|Landratsamt|Finanzamt|Bezirksamt|Jugendamt|Gesundheitsamt|Einwohnermeldeamt|Bauamt|"
    "Ordnungsamt|Sozialamt|Standesamt|Stadtverwaltung|Kreisverwaltung|Landkreis|Kreis|Stadt|"
    "Gemeinde|Samtgemeinde|Verbandsgemeinde|Bezirksregierung|Regierungspräsidium|Jobcenter|"
    "Arbeitsagentur|Klinikum|Krankenhaus|Stadtwerke|Sparkasse|Volksbank|Landgericht|Amtsgericht|"
    "Verwaltungsgericht|Polizeidirektion|Polizeipräsidium|Universität|Hochschule|Ministerium|"
    "Gemeente|Provincie|Waterschap|Hoogheemraadschap|Omgevingsdienst|Veiligheidsregio|Politie|"
    "Rechtbank|Ziekenhuis|Woningcorporatie|Stichting|Ministerie|Kommun|Kommune|Landsting|Region|"
    "Länsstyrelsen|Skatteverket|Fylkeskommune|"
    # Romance languages.
    "Ayuntamiento|Diputación|Junta|Consejería|Ministerio|Municipalidad|Alcaldía|Gobierno|"
    "Intendencia|Hospital Universitario|Universidad|Colegio|Juzgado|Tribunal|Secretaría|Cámara|"
    "Prefeitura|Secretaria|Ministério|Câmara|Universidade|Defensoria|Procuradoria|Cartório|"
    "Subprefeitura|Delegacia|Instituto|Fundação|Fundación|Junta de Freguesia|"
    "Mairie|Préfecture|Sous-Préfecture|Conseil|Ministère|Caisse|Université|Hôpital|Rectorat|"
    "Commune|Métropole|Communauté|Département|Agence|Direction|Comune|Regione|Provincia|"
    "Questura|Prefettura|Ministero|Ospedale|Azienda|Università|Agenzia|"
    # Slavic and other languages.
    "Urząd|Starostwo|Ministerstwo|Gmina|Powiat|Komenda|Szpital|Uniwersytet|Zakład|Sąd|Izba|"
    "Úrad|Obecní úřad|Městský úřad|Magistrát|Krajský úřad|Primăria|Consiliul|"
    "Halmashauri|Gram Panchayat|Zilla Parishad|Nagar Palika|Mahanagar Palika|Nagar Nigam|"
    "Dewan|Jabatan|Majlis|Kementerian|Dinas|Pejabat|Barangay"
)
_JOIN = (
    r"(?:d[eao]s?|del|della|dello|di|du|des|la|las|los|le|les|van|von|der|den|het|de la|de los|"
    r"de las|w|we|na|i|e|y|et|und|en|für|voor|para|per|pour|à|for|of)"
)
_CAP = r"[A-ZÀ-ÝÄÖÜŁŚŻŹĆŠČŽ][\w'’-]*"
_HEADED = re.compile(
    rf"(?<![\w-])(?:{_HEADS})(?: {_JOIN}){{0,2}} (?!I\b|I'){_CAP}(?:(?: {_JOIN}){{0,2}} (?!I\b"
    rf"|I'){_CAP}){{0,5}}"
    rf"(?![\w-])"
)
_COMPOUND = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ][a-zäöüß]{2,30}(?:ministerium|behörde|polizei|verwaltung|anstalt|gericht"
    r"|kasse"
    r"|werke|verket|styrelsen|direktorat|verwaltungsamt|[a-zäöüß]{3}amt|bundesamt|landesamt"
    r"|dienst|agentur"
    r"|myndigheten|kansliet|virasto|laitos)(?:(?: (?:für|der|des|von|voor))? "
    r"[A-ZÄÖÜ][\w-]*)?(?![\w-])"
    r"|(?<![\w-])(?:Bundes|Landes)[a-zäöüß]{3,30}(?![\w-])"
)
_INDIAN = re.compile(
    rf"(?<![\w-])(?!The )(?:{_CAP} ){{1,3}}(?:(?:Gram |Nagar )?Panchayat|Taluk Office|Taluka "
    rf"Office|"
    r"Tehsil Office|Mandal Office|Zilla Parishad|Palika|Nigam|Municipality|Collectorate|Sabha|"
    r"Samiti|Sangh|Baraza|Sacco|SACCO|Gemeente|Kommun|Kommune|Amt)(?![\w-])"
)
_COUNTRY = re.compile(
    r"(?<![\w-])(?:U\.S\.|US|U\.K\.|UK|U\.N\.|UN|Royal|Australian|Canadian|Irish|Scottish|Welsh"
    r"|Kenyan|"
    rf"Nigerian|Indian|Korean|Dutch|German|British|American|South African|New Zealand) "
    rf"(?!English|History|Dollars?|Government|Parliament|Constitution){_CAP}(?:(?: and| of|,)? "
    rf"{_CAP}){{1,4}}(?![\w-])"
)
_NO_LAST = re.compile(
    r"(?:Act|Bill|Law|Regulations?|Code|Day|Week|Year|Standard|Standards|Mail|Highness|Family"
    r"|Pounds?|Dollars?|English|Citizens?|Citizenship)$"
)


def find_foreign_bodies(text: str) -> Iterator[Candidate]:
    """Bodies behind a foreign head, compounds that are bodies, and those that a country names."""
    for match in _HEADED.finditer(text):
        yield Candidate(*match.span(), Kind.ORGANISATION, "foreign head of a body", 67)
    for match in _COMPOUND.finditer(text):
        yield Candidate(*match.span(), Kind.ORGANISATION, "foreign body in a word", 57)
    for match in _INDIAN.finditer(text):
        yield Candidate(*match.span(), Kind.ORGANISATION, "head of a body", 66)
    for match in _COUNTRY.finditer(text):
        short = match.group()[:2] in ("U.", "US", "UK", "UN")
        if not _NO_LAST.search(match.group()):
            yield Candidate(
                *match.span(), Kind.ORGANISATION, "body of a country", 75 if short else 63
            )
