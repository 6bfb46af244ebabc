"""Closed lists of English words that are names of nothing that identifies, titles and heads."""

from __future__ import annotations

from toolkit.language.identifiers.word_sets import word_set


COUNTRIES = word_set(
    "afghanistan albania algeria america americas andorra angola arabia argentina armenia "
    "australia austria azerbaijan "
    "bahrain bangladesh belarus belgium belize benin bhutan bolivia bosnia botswana brazil "
    "britain brunei bulgaria burma "
    "burundi cambodia cameroon canada chad chile china colombia congo croatia cuba cyprus "
    "czechia "
    "denmark ecuador egypt "
    "england eritrea estonia ethiopia fiji finland france gabon gambia georgia germany ghana "
    "greece guatemala guinea guyana "
    "haiti holland honduras hungary iceland india indonesia iran iraq ireland israel italy "
    "jamaica japan jordan kazakhstan "
    "kenya korea kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya "
    "liechtenstein "
    "lithuania luxembourg "
    "macedonia madagascar malawi malaysia maldives mali malta mauritius mexico moldova mongolia "
    "montenegro morocco "
    "mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway oman pakistan "
    "palestine panama paraguay peru "
    "philippines poland portugal qatar romania russia rwanda scotland senegal serbia singapore "
    "slovakia slovenia "
    "somalia spain sudan sweden switzerland syria taiwan tajikistan tanzania thailand togo "
    "tunisia turkey türkiye "
    "turkmenistan uganda ukraine uruguay uzbekistan venezuela vietnam wales yemen zambia "
    "zimbabwe "
    "usa uk eu uae us "
    "africa asia europe oceania antarctica eurasia scandinavia balkans baltics caribbean benelux "
    "mediterranean atlantic "
    "pacific arctic zealand lanka rica salvador verde kingdom states emirates republic britannia "
    "eire"
)
"""Countries, continents and seas, as single words."""

DEMONYMS = word_set(
    "african afghan albanian algerian american arab arabic arabian argentine argentinian "
    "armenian "
    "asian australian aussie "
    "austrian azeri bangladeshi basque belarusian belgian bengali bosnian brazilian brit brits "
    "british bulgarian burmese cambodian "
    "canadian cantonese catalan caucasian celtic chilean chinese colombian congolese cornish "
    "croat croatian cuban cypriot czech "
    "dane danish dutch egyptian english englishman eritrean estonian ethiopian european farsi "
    "filipino finn finnish flemish french frenchman "
    "gaelic galician georgian german germanic ghanaian greek gujarati hebrew hindi hispanic "
    "hungarian icelandic igbo indian indonesian iranian "
    "iraqi irish irishman israeli italian jamaican japanese jewish jordanian kazakh kenyan "
    "korean "
    "kurdish kuwaiti latin latino latvian "
    "lebanese libyan lithuanian malay malaysian maltese mandarin maori mexican moldovan "
    "mongolian "
    "moroccan nepali nepalese nigerian "
    "nordic norwegian pakistani palestinian pashto persian peruvian pole poles polish portuguese "
    "punjabi romanian romani roma russian "
    "rwandan saudi scandinavian scot scots scottish scotsman senegalese serb serbian singaporean "
    "slovak slovakian slovene "
    "slovenian somali spanish sudanese swahili swede swedish swiss syrian taiwanese tamil thai "
    "tibetan tunisian turk turkish "
    "geordie geordies scouse scouser cockney brummie brummies glaswegian glaswegians mancunian "
    "mancunians londoner londoners dubliner dubliners "
    "parisian berliner yorkshireman tejano chicano dixie hanseatic gurkha inuit sami ugandan "
    "ukrainian urdu uzbek venezuelan vietnamese welsh welshman yoruba zimbabwean western eastern "
    "northern southern westerner"
)

CALENDAR = word_set(
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sept sep "
    "oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu "
    "thur thurs fri sat sun christmas "
    "xmas easter halloween ramadan eid diwali chuseok seollal thanksgiving lent advent pentecost "
    "hanukkah passover yuletide "
    "michaelmas hogmanay lunar gmt bst utc kst cet est pst edt"
)

BELIEFS = word_set(
    "god jesus christ allah buddha lord bible koran quran torah catholic catholics protestant "
    "protestants christian christians christianity "
    "muslim muslims islam islamic jew jews judaism hindu hindus hinduism sikh sikhs buddhist "
    "buddhists buddhism anglican methodist "
    "baptist orthodox quaker mormon evangelical confucian confucius marxist kafka kafkaesque "
    "orwell orwellian murphy's darwin "
    "occam pandora cinderella sisyphus sisyphean babel rosetta titanic hamlet godot odyssey "
    "frankenstein santa byzantine napoleonic "
    "victorian edwardian georgian tudor roman romans soviet nazi gordian trojan achilles "
    "herculean venn gantt likert pareto bayesian "
    "excalibur rubik pavlov pavlovian goldilocks tetris lego jenga scrabble monopoly"
)

SOFTWARE = word_set(
    "microsoft windows excel word powerpoint outlook teams onedrive sharepoint access visio "
    "azure "
    "office skype google gmail "
    "chrome android apple iphone iphones ipad ipads macbook mac macs ios safari firefox mozilla "
    "linux ubuntu debian unix solaris oracle mysql "
    "postgres postgresql mongodb sqlite redis kafka spark hadoop hive airflow databricks "
    "snowflake tableau qlik powerbi looker "
    "sap salesforce workday peoplesoft siebel dynamics servicenow zendesk jira confluence trello "
    "asana slack zoom webex discord "
    "whatsapp telegram signal facebook instagram twitter tiktok linkedin youtube wikipedia wiki "
    "kakaotalk kakao naver line "
    "github gitlab git bitbucket jenkins docker kubernetes terraform ansible openshift vmware "
    "citrix aws java javascript "
    "typescript python perl ruby rust cobol fortran pascal basic php react angular node django "
    "spring dotnet net vba stata spss sas "
    "matlab nvivo maxqda atlas notion miro mural figma photoshop acrobat adobe dropbox docusign "
    "mailchimp surveymonkey qualtrics "
    "chatgpt gpt copilot openai gemini claude bert tensorflow pytorch arcgis qgis esri mapinfo "
    "autocad revit bluetooth usb wifi "
    "ethernet xerox xbox playstation kindle netflix spotify uber airbnb bitcoin blockchain "
    "ethereum paypal venmo visa mastercard "
    "internet intranet web cloud systmone emis lorenzo rio carenotes liquidlogic mosaic capita "
    "northgate agresso unit4 sage quickbooks "
    "moodle blackboard canvas turnitin sims arbor bromcom docs sheets drive forms notepad "
    "wordpad "
    "wordpress drupal joomla lotus notes "
    "foxpro dbase clipper delphi sybase informix db2 mainframe as400 fax telnet putty filezilla "
    "winscp nagios splunk elastic "
    "elasticsearch kibana grafana prometheus logstash nginx apache tomcat iis ldap kerberos saml "
    "oauth okta duo fido yubikey "
    "hangul hwp hancom covid covid-19 coronavirus sars mers brexit post-it velcro tupperware "
    "hoover biro sellotape tannoy portakabin "
    "jiffy post-its rolodex rolodexes thermos formica ikea lidl aldi tesco dyson vauxhall ford "
    "volvo skoda toyota hyundai kia honda "
    "nissan bmw audi mercedes volkswagen vw fiat renault peugeot citroen transit hilux nokia "
    "samsung lg sony blackberry motorola "
    "huawei dell lenovo thinkpad hp epson canon ricoh cisco intel amd nvidia latex markdown "
    "unicode ascii iso"
)
"""Software, brands of things, and the like, as single words."""

OTHERS = word_set(
    "i i'm i'd i've i'll ok okay mr mrs ms dr yes no tv dvd cd pc id pin cv hr it pr qa vip faq "
    "am pm ad bc phd msc ba bsc mba "
    "north south east west northeast southeast northwest southwest internet earth moon mars sun "
    "northwards brutalist "
    "commons lords parliament whitehall government cabinet crown majesty king queen prince "
    "highness treasury "
    "tory tories labour conservative conservatives democrat democrats republican republicans lib "
    "dem dems snp green greens ukip liberal socialist "
    "communist congress senate house "
    "section article annex appendix table figure chapter part version volume phase stage step "
    "level tier grade band category class type form "
    "option schedule act bill law regulation directive code standard "
    "inc ltd plc llc aadhaar medicare medicaid frau herr tehsildar patwari oga sahib sahab bhai "
    "didi babu ji san sensei madam sir ma'am "
    "gosplan bürgeramt rathaus landrat tango hexadecimal krona kroner zloty zlotys euro euros "
    "rupee rupees naira lakh crore "
    "p.s nb re fw fwd cc bcc attn"
)

SHORT_FORMS = word_set(
    "api apis erp csv gdpr pdf pdfs hr it faq faqs kpi kpis ai ict xml json html sql url urls "
    "http https ftp sftp ssl tls vpn lan wan wlan dns "
    "tcp ip sms mms pin pins id ids dob cv cvs ceo cfo cio cto coo cdo ciso dpo dpia dpias dpa "
    "foi foia mou mous sla slas nda ndas rfp rfi rfq "
    "itt tender okr okrs roi tco pmo pm pms pmp prince2 itil iso bsi cobit agile raci swot pest "
    "smart gis gps gnss lidar bim cad crm cms edrms "
    "erms dms lms mis dss bi etl elt olap oltp rpa ocr nlp ml llm llms gpt rdf owl uri uris saas "
    "paas iaas sso mfa 2fa otp pki rbac ldap saml "
    "oauth usb cpu gpu ram ssd hdd nas san tb gb mb kb am pm gmt bst utc tv cctv anpr pa ea eo "
    "heo seo aso scs g6 g7 aa ao sro sros vip tbc tbd "
    "fyi asap aka diy eta faq q&a q a ok uk us usa eu uae ussr un gb ni roi uprn usrn upn urn "
    "nino ni ssn pps ppsn rrn utr vat paye ptsd adhd asd sen "
    "send ehcp ehcps mash marac mappa laa la las lea leas ngo ngos quango sme smes b2b b2c g2g "
    "p2p ppp pfi pfis capex opex fte ftes hq gp gps a&e ed icu "
    "itu nicu mri ct ecg ekg iv tb hiv aids covid sars cpr dna dnr bp ehr emr epr prn nhi dr mr "
    "mrs ms phd md ba bsc ma msc mba llb pgce gcse gcses btec nvq "
    "a4 a3 lgbt lgbtq bame dei edi hgv lgv mot suv lpg co2 c02 nox pm10 atm bbc itv abc cnn npr "
    "wfh cob eod eob tldr lol omg imo fwiw bau poc mvp "
    "uat qa qc ci cd sdk ide ux ui gui cli php asp jsp css js vba vb xls xlsx docx pptx zip txt "
    "odt rtf jpg jpeg png gif mp3 mp4 wav sd hd "
    "ascii utf edi edifact hl7 fhir snomed icd loinc dicom x12 wsdl soap rest rss ajax dcat skos "
    "inspire wfs wms gml kml nuts lau naics sic "
    "sop sops ppe hse-like tupe wtd ot toil rta fcc loa pdr pdp cpd l&d od cct dbs pvg crb ssi "
    "ssp smp uc esa jsa pip dla hb lha ctb ctr nndr rtb "
    "fga pdf/a md5 sha aes rsa xor wysiwyg mr. ll.b qr nfc rfid iot 5g 4g 3g voip isdn adsl pstn "
    "pbx ivr crt lcd led ups rcd hvac "
    "ii iii iv vi vii viii ix xi xii xiii tl dr w3c ok' q1 q2 q3 q4 h1 h2 fy p45 p60 dsa dsas "
    "dsr "
    "sar sars dsar dsars ropa lia pia pias isa isas eir eirs "
    "psn n3 hscn gcloud dos g-cloud bpo bpr kms kbs ria rac iep ieps 504 sis hris hrms hcm scm "
    "plm mdm mds cdm cmdb sia siem soc noc dr bcp rto rpo sme"
)
"""Short forms that name no body."""

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
    "tcs infosys wipro hcl sk kt lgcns nhn"
)
"""Short names of bodies that are well known, in lower case."""

KNOWN_LONG_BODIES = (
    "home office", "cabinet office", "foreign office", "scotland office", "wales office", "northern ireland office",
    "scottish government", "welsh government", "northern ireland executive", "scottish executive", "european commission", "european parliament",
    "european council", "european union", "council of europe", "world bank", "united nations", "geospatial commission",
    "land registry", "hm land registry", "companies house", "ordnance survey", "met office", "environment agency",
    "highways england", "national highways", "natural england", "historic england", "sport england", "arts council england",
    "public health england", "public health wales", "public health scotland", "health education england", "nhs england", "nhs scotland", "nhs wales", "nhs digital",
    "border force", "passport office", "treasury solicitor", "crown prosecution service", "crown commercial service",
    "metropolitan police", "the met", "ambulance service of wales", "citizens advice", "age uk", "jobcentre plus", "job centre plus", "royal mail", "post office ltd",
    "hm treasury", "hm revenue and customs", "revenue and customs", "office for national statistics", "central statistics office", "statistics korea",
    "statistics netherlands", "national tax service", "korea customs service", "blue house", "government digital service", "government legal department",
    "internal revenue service", "social security administration", "homeland security", "child support agency", "student loans company",
    "audit commission", "audit scotland", "audit wales", "electoral commission", "charity commission", "red cross", "the salvation army", "salvation army",
    "an garda síochána", "an garda siochana", "revenue commissioners", "enterprise ireland", "nhs trust", "an post", "digital health and care wales", "social security scotland",
    "national records of scotland", "police scotland", "transport for london", "transport scotland", "network rail", "the samaritans", "barnardo's", "shelter scotland",
    "civil service commission", "law commission", "competition and markets authority", "information commissioner's office", "local government association",
    "national audit office", "national archives", "british library", "british council", "british red cross", "bank of england", "bank of korea", "bank of scotland",
    "goldman sachs", "procter and gamble", "johnson and johnson", "marks and spencer", "british telecom", "british gas", "deutsche bahn", "deutsche bank",
)  # fmt: skip

ABBREVIATED_TITLES = word_set(
    "mr mrs ms mx dr prof st sgt insp supt cllr rev fr capt lt col maj gen det hon mme mlle ing "
    "mag msgr mgr br sr"
)
PERSON_TITLES = word_set(
    "mr mrs ms miss mx mister missus dr doctor prof professor sir dame lord lady rev reverend "
    "father sister brother mother uncle aunt auntie "
    "aunty imam rabbi pastor bishop cllr councillor councilwoman councilman alderman mayor "
    "mayoress judge justice magistrate sheriff deputy sgt sergeant "
    "insp inspector supt superintendent constable pc dc dci di ds dsi wpc captain capt "
    "lieutenant "
    "lt major maj colonel col general brigadier commander "
    "admiral corporal detective det officer commissioner minister secretary director ambassador "
    "chancellor senator governor president "
    "vice-president premier chairman chairwoman chairperson chair nurse matron dean provost "
    "principal headmaster headmistress "
    "congressman congresswoman representative delegate attorney herr frau monsieur madame madam "
    "mme mlle senor señor señora senora signor signora pan pani ustad sheikh "
    "alhaji alhaja hajia mallam ogbeni chief engr barr shri smt shrimati sri thiru haji hajj "
    "ustadz ustaz datuk encik puan pak bu khun fru fröken frøken mevrouw meneer "
    "señorita signorina doktor inż ing mag hajji nana papa granny grandma grandpa coach warden "
    "marshal chief"
)
"""Words before the name of a person."""
SURE_TITLES = word_set(
    "mr mrs ms miss mx mister dr prof cllr councillor sgt mme mlle herr frau sir dame"
)
TITLE_PARTS = word_set(
    "deputy vice assistant associate senior junior acting permanent under chief general "
    "executive "
    "managing regional district county detective police prime foreign "
    "finance health education interior justice home shadow former late dear old young poor"
)

RELATIVES = word_set(
    "colleague boss manager supervisor predecessor successor deputy assistant secretary friend "
    "mate pal daughter son husband wife "
    "brother sister mother father mum mam mom dad uncle aunt auntie cousin nephew niece "
    "neighbour "
    "neighbor partner fiance fiancee "
    "girlfriend boyfriend counterpart boy girl lad kid guy fella fellow man woman bloke chap "
    "lady "
    "gentleman intern apprentice trainee "
    "student clerk analyst developer engineer programmer architect administrator accountant "
    "lawyer solicitor nurse doctor midwife teacher "
    "headteacher head caretaker porter receptionist cleaner driver librarian technician "
    "consultant adviser advisor officer inspector caseworker "
    "landlord landlady client patient tenant granddaughter grandson grandmother grandfather gran "
    "nan in-law ex dog cat team-mate teammate "
    "foreman janitor janitress sysadmin admin coordinator co-ordinator director chief registrar "
    "surveyor planner mentor line-manager leader lead chair chairman "
    "spokesman spokeswoman postman plumber electrician interpreter translator"
)
"""Words of a person before their name."""

SPEECH = word_set(
    "said says say saying told tells asked asks replied answered goes went thinks thought knows "
    "knew reckons reckoned called calls rang rings phoned phones emailed emails texted "
    "texts wrote writes came comes left leaves retired joined joins runs ran works worked sits "
    "sat does did gets got gave gives sent sends took takes looked looks laughed smiled shouted "
    "explained insisted "
    "kept keeps made makes found finds showed shows helped helps moved moves started starts "
    "stood "
    "used walked wanted wants needed needs agreed signed picked wasn't isn't "
    "doesn't didn't hasn't had has is was would could 's brought put noticed suggested pointed "
    "built set handled covers covered manages managed dealt deals lives lived died passed"
)
"""What persons do: verbs behind a name."""

STRONG_HEADS = word_set(
    "ministry agency authority commission council university college hospital trust institute "
    "foundation association "
    "federation constabulary ltd limited plc inc incorporated gmbh corp corporation llc bureau "
    "consortium ombudsman inspectorate "
    "university's infirmary academy polytechnic seminary chamber secretariat directorate "
    "commissionerate observatory tribunal"
)
"""Words that make a body of the words before or behind them."""
WEAK_HEADS = word_set(
    "department dept office service services bank school library museum police union society "
    "centre center company group board "
    "committee unit registry treasury court courts assembly parliament archive archives charity "
    "church mosque cathedral clinic surgery hospice "
    "borough county city municipality government administration systems solutions technologies "
    "technology consulting consultants consultancy logistics partners associates holdings "
    "energy water electric telecom telecoms insurance software labs laboratories analytics "
    "networks media press times gazette post herald "
    "fund network alliance partnership cooperative co-operative co-op housing homes properties "
    "railways railway airways airlines air buses "
    "motors steel chemicals pharmaceuticals pharma foods dairy brewery bakery industries "
    "engineering electronics semiconductors shipyard taskforce "
    "prison division force regiment pharmacy practice nursery primary secondary secretariat "
    "house "
    "rangers united city rovers fc broadband data digital "
    "healthcare health care ambulance fire rescue customs revenue statistics archives "
    "observatory "
    "forum collective initiative mission"
)
"""Words that do so only together with a name, or with several words in capitals."""
GENERIC = word_set(
    "city county town district borough parish local national regional central state federal "
    "government public general senior new old our my "
    "the a an this that his her their your its every each some any no both north south east west "
    "northern southern eastern western "
    "data it hr legal finance financial planning housing registry contact call help service "
    "services support project programme program "
    "management information digital audit risk security health social human resources personnel "
    "payroll procurement communications "
    "press media customer citizen business policy research training head main branch field back "
    "front post pension pensions "
    "county's city's emergency control operations steering working joint executive standing "
    "cross "
    "task select advisory review ethics "
    "primary secondary high middle junior infant grammar elementary nursery private state "
    "special "
    "village community evening day night sunday "
    "civil crown youth family magistrates supreme appeal small claims welfare benefits tax "
    "revenue fire police ambulance water power "
    "child adult mental care foster adoption homeless council university hospital college school "
    "trust board agency ministry department office "
    "and of for in on at with to or by but so when then if well because um uh yeah like maybe is "
    "was deputy chief director minister mayor"
)
"""Words that make no body a named one."""

STREETS = word_set(
    "street road lane avenue close drive way crescent terrace place gardens grove court square "
    "row hill mews parade rise walk view park "
    "boulevard highway parkway quay wharf gate green circle trail turnpike alley loop pike plaza "
    "passage yard broadway st rd ave ln dr "
    "blvd cres ct sq straße strasse str ro gil daero beon-gil rue via calle ulica plein straat "
    "laan gasse allee weg crossroads"
)
PLACE_ENDS = word_set(
    "street road lane avenue close drive crescent terrace gardens grove square row mews parade "
    "rise boulevard highway parkway quay wharf "
    "station airport bridge cross town village estate park common heath green hill hills "
    "mountain "
    "mountains valley dale moor forest wood woods bay beach harbour harbor port docks dock "
    "island islands isle river lake loch lough pond canal creek falls castle tower towers house "
    "hall court building plaza mall market arena stadium theatre "
    "cathedral church abbey priory chapel mosque temple cemetery farm barracks pier point head "
    "junction corner end gate roundabout interchange heights springs city county district "
    "borough "
    "province prefecture ward parish barton hotel inn arms pub depot works mill quarry mine "
    "tunnel flyover shopping centre center campus fields field arcade exchange complex "
    "gu dong eup myeon ri si do gun peninsula coast"
)
"""Words that make a place of the name before them."""
PLACE_STARTS = word_set(
    "lake mount mt port fort cape loch lough glen river isle great little upper lower north "
    "south "
    "east west new old st saint san santa "
    "los las el la le les ben inver kil bally castle market kings queens royal temple high long "
    "chipping stoke much nether over abbots bishops ash"
)
PLACE_PREPOSITIONS = word_set(
    "in from at near to around outside through via across towards toward past into beyond above "
    "below between by up down over leaving left visit visited"
)

PARTICLES = word_set(
    "de van von der den del della di da dos das du la le el al bin ibn ben abu abd umm ter "
    "ten zu "
    "zum zur af av o' st mac mc y e i ap ferch ó ní uí nic ul ur"
)

NAMED_ENDINGS = word_set(
    "tower towers house hall building court plaza centre center block wing annexe annex campus "
    "pavilion lodge"
)

BRANDS = word_set(
    "mercedes alexa siri cortana austin morris jaguar lotus chrysler dodge lincoln tesla java "
    "ruby oracle jenkins "
    "claude gemini bert kafka ford nelson basil"
)
"""Brands and programs that are names of persons too."""
