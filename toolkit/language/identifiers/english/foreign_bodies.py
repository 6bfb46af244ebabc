"""Bodies whose heads are words of other languages, and bodies named by a country or by habit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    rf"(?<![\w-])(?:{_HEADS})(?: {_JOIN}){{0,2}} (?!I\b|I'){_CAP}(?:(?: {_JOIN}){{0,2}} (?!I\b|I'){_CAP}){{0,5}}"
    rf"(?![\w-])"
)
_COMPOUND = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ][a-zäöüß]{2,30}(?:ministerium|behörde|polizei|verwaltung|anstalt|gericht|kasse"
    r"|werke|verket|styrelsen|direktorat|verwaltungsamt|bundesamt|landesamt|dienst|agentur"
    r"|myndigheten|kansliet|virasto|laitos)(?:(?: (?:für|der|des|von|voor))? [A-ZÄÖÜ][\w-]*)?(?![\w-])"
    r"|(?<![\w-])(?:Bundes|Landes)[a-zäöüß]{3,30}(?![\w-])"
)
_INDIAN = re.compile(
    rf"(?<![\w-])(?!The )(?:{_CAP} ){{1,3}}(?:(?:Gram |Nagar )?Panchayat|Taluk Office|Taluka Office|"
    r"Tehsil Office|Mandal Office|Zilla Parishad|Palika|Nigam|Municipality|Collectorate|Sabha|"
    r"Samiti|Sangh|Baraza|Sacco|SACCO|Gemeente|Kommun|Kommune|Amt)(?![\w-])"
)
_COUNTRY = re.compile(
    rf"(?<![\w-])(?:U\.S\.|US|U\.K\.|UK|U\.N\.|UN|Royal|Australian|Canadian|Irish|Scottish|Welsh|Kenyan|"
    rf"Nigerian|Indian|Korean|Dutch|German|British|American|South African|New Zealand) "
    rf"(?!English|History|Dollars?|Government|Parliament|Constitution){_CAP}(?:(?: and| of|,)? {_CAP}){{1,4}}(?![\w-])"
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
        if not _NO_LAST.search(match.group()):
            yield Candidate(*match.span(), Kind.ORGANISATION, "body of a country", 63)
