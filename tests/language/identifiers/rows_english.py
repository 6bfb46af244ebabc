"""Texts with English names that identify somebody, each marked `⟦kind|text⟧`."""

from __future__ import annotations

ROWS = (
    "Interviewer: And who was that? E04: That was Mrs ⟦person|Whitcombe⟧, she's in finance.",
    "So I rang ⟦person|Siobhan⟧ and ⟦person|Tunde⟧ and neither of them, um, picked up.",
    "My line manager, ⟦person|Agnieszka Wróbel⟧, she's been here since the nineties.",
    (
        "Councillor ⟦person|Bhattacharya⟧ asked the question at full council, and Cllr. "
        "⟦person|Dunne⟧ laughed."
    ),
    "I remember the permanent secretary, Sir ⟦person|Aldous Penhaligon⟧, saying no.",
    "Deputy Minister ⟦person|Hwang⟧'s office called twice.",
    "Director General ⟦person|Seo Yun-ah⟧ wrote it, and then ⟦person|Yun-ah⟧ left.",
    "It was ⟦person|Jean-Luc Moreau⟧, no, sorry, ⟦person|Jean-Marc⟧, who had the key.",
    "Dr. ⟦person|van der Meulen⟧ and Professor ⟦person|O'Shaughnessy⟧ both signed.",
    "Thanks, ⟦person|Grace⟧. That's very kind.",
    "⟦person|Will⟧ said the box was full, and I said, will you empty it?",
    "Well, ⟦person|Mark⟧ told me to mark the box.",
    "Ask ⟦person|May⟧ in payroll, she'll know by May.",
    "Ms. ⟦person|Grant⟧ told us about the grant.",
    "Then ⟦person|Kowalczyk⟧ - I never knew his first name - he came down.",
    "⟦person|Mehmet Yıldırım⟧ from ⟦organisation|Thornfield Logistics⟧ emailed me.",
    "I was at ⟦organisation|Deloitte⟧ before, then at the ⟦organisation|Environment Agency⟧.",
    "the ⟦organisation|Ministry of Land, Infrastructure and Transport⟧ wouldn't budge.",
    "The ⟦organisation|Department for Work and Pensions⟧ and ⟦organisation|HMRC⟧ share that feed.",
    "She moved to the ⟦organisation|University of Strathmore⟧ in 2016.",
    "at ⟦organisation|St Brannock's Hospital⟧ they do it by fax.",
    "⟦organisation|Kestrel Analytics Ltd⟧ built it for 1.2 million.",
    "The ⟦organisation|Tax Policy Office⟧ never replied.",
    "It went to the ⟦organisation|Royal Borough of Kingsmere⟧.",
    "the union, ⟦organisation|UNISON⟧, they were fine with it",
    "We use ⟦organisation|Northgate Water⟧ for the billing.",
    (
        "The ⟦organisation|National Fisheries Data Centre⟧ (⟦organisation|NFDC⟧) sent a letter, "
        "and ⟦organisation|NFDC⟧ never followed up."
    ),
    "I grew up in ⟦place|Penrith⟧ and now I live near ⟦place|Stoke-on-Trent⟧.",
    "We met at ⟦place|Victoria Station⟧, under the clock.",
    "They drove from ⟦place|Gdańsk⟧ to ⟦place|Łódź⟧ overnight.",
    "The ⟦place|Mapo-gu⟧ office is smaller than the one in ⟦place|Jeonju⟧.",
    "She was in ⟦place|Bath⟧ and then in ⟦place|Reading⟧ for reading week.",
    "⟦place|Daejeon⟧ is where the data centre is.",
    "He's at ⟦address|17 Harcourt Street⟧, the blue door.",
    "My flat's ⟦address|Flat 3, 22 Albion Terrace, Leeds LS6 2AB⟧.",
    "Send it to ⟦address|1402 Maple Avenue, Springfield, IL 62704⟧, please.",
    "It's ⟦address|twenty-two Acacia Road⟧, like the cartoon.",
    "they live at number ⟦address|9 Church Lane⟧ now",
    "the office is ⟦address|Invalidenstraße 44⟧ in ⟦place|Berlin⟧",
    "⟦address|209 Sejong-daero, Jongno-gu, Seoul⟧ is the address.",
    "The postcode is ⟦address|BS1 4QA⟧.",
    "⟦person|Park Ji-hoon⟧: Yes, I agree.\n⟦person|Grace Okafor⟧: I don't.",
    "Q. So you met ⟦person|Priyanka⟧?\nA. ⟦person|Priyanka⟧, yes. And ⟦person|Chukwuemeka⟧.",
    "Mr ⟦person|Lee⟧ and Ms ⟦person|Oh⟧ were there",
    'I wrote "⟦person|J.K.⟧" on the form',
    "My name is ⟦person|Frank Ashdown⟧ and I'm an archivist.",
    "people call me ⟦person|Jojo⟧",
    "my colleague ⟦person|Bronwyn⟧ handles that, ⟦person|Bronwyn Pryce-Jones⟧",
    "Sergeant ⟦person|Okoro⟧ wrote it all down.",
    "Judge ⟦person|Alderete⟧ said so",
    "⟦person|Ngozi Eze⟧ and ⟦person|Ifeoma⟧ said they'd wait.",
    "And she, er, ⟦person|Hye-rin⟧, ⟦person|Hye-rin Bae⟧, she was like, no way.",
    "The ⟦organisation|ICO⟧ fined them, the ⟦organisation|NAO⟧ wrote a report, nobody read it.",
    (
        "At ⟦organisation|Hanbit Systems⟧ they said the API was fine, and ⟦organisation|LG CNS⟧ "
        "said so too."
    ),
    "the ⟦organisation|Korean Intellectual Property Office⟧ and ⟦organisation|Statistics Korea⟧",
    "We got it from ⟦organisation|Companies House⟧, via the ⟦organisation|Land Registry⟧.",
    "⟦organisation|Barclays⟧ wouldn't open the account",
    "the people at ⟦organisation|Bramwell & Sons⟧ did the shredding",
    "It's me and ⟦person|Dawn⟧ on the front desk. ⟦person|Dawn⟧ starts at dawn.",
    "Then ⟦person|Ji-won⟧ from ⟦organisation|Seoul Metropolitan Government⟧ joined the call.",
    "We went up to ⟦place|Inverness⟧, down to ⟦place|Truro⟧, everywhere.",
    "It's between ⟦place|Hexham⟧ and ⟦place|Carlisle⟧, on the A69.",
    "The depot on ⟦place|Kirkstall Road⟧ flooded.",
    "We had the offsite in ⟦place|Kraków⟧, at the ⟦place|Hotel Wieniawa⟧.",
    "⟦person|Oluwaseun⟧, he's the DBA, he wrote the ETL job for the SQL Server.",
    "Um, ⟦person|Kim⟧, I think, or maybe ⟦person|Lee⟧, signed it.",
    "Section chief ⟦person|Jeong⟧ read it out in the meeting.",
    "Team leader ⟦person|Cho⟧ and Assistant Director ⟦person|Noh⟧ argued.",
    '"⟦person|Derek⟧," I said, "that\'s not a form."',
    "PC ⟦person|Hollis⟧ and DI ⟦person|Rowntree⟧ took statements.",
    "Nurse ⟦person|Abiodun⟧ phoned the ward.",
    "There's a guy, ⟦person|Ruaridh⟧, in ⟦place|Lerwick⟧.",
    "Her name was ⟦person|Saoirse⟧ something.",
    "(⟦person|Marta⟧ leaves the room.)",
    "[⟦person|Tomasz⟧ laughs]",
    "As ⟦person|Yoon Seo-yeon⟧ always says, a form is a wall.",
    "⟦person|D'Angelo⟧ from procurement and ⟦person|MacIntyre⟧ from legal",
    "I rang the ⟦organisation|Citizens Advice⟧ people.",
    "the ⟦organisation|GMB⟧ rep",
    "⟦address|Plot 14, Adeola Crescent, Ikeja⟧",
    "He lives at ⟦address|12/3 MG Road⟧.",
    "⟦address|P.O. Box 1123, Enugu⟧",
    "⟦address|15 rue des Lilas⟧ and ⟦address|Lindenstraße 8⟧",
    "we sent it to ⟦address|221B Baker Street⟧ by mistake",
    "the house at ⟦address|5 The Green⟧",
    "It went to ⟦address|41 Hillcrest⟧, she lives at ⟦address|41 Hillcrest⟧.",
    "he's at number ⟦address|one one two Station Road⟧",
    "⟦address|Apt 4B, 900 Birch St⟧",
    "we called him ⟦person|Bear⟧",
    "everyone calls her ⟦person|Mouse⟧",
    (
        "⟦organisation|Bluebird Systems⟧ did the website, and we pay ⟦organisation|Bluebird "
        "Systems⟧ twice"
    ),
    "my kids go to ⟦organisation|Riverside Primary School⟧",
    "she's a governor at ⟦organisation|Holly Bank Nursery⟧",
    "over in ⟦place|Lower Stoke⟧ and in ⟦place|Great Missenden⟧",
    "⟦person|Hedda⟧? She left.",
    "⟦person|Wróbel⟧, that's the name.",
    (
        "so my name is ⟦person|declan murphy⟧ and i work for ⟦organisation|leeds city council⟧ in"
        " the digital team and uh i've been there since two thousand and nine"
    ),
    "and then mr ⟦person|brown⟧ came in and he said no data may leave the building until may",
    (
        "i used to live in ⟦place|bradford⟧ and then we moved to ⟦place|hebden bridge⟧ because of"
        " the schools"
    ),
    (
        "so ⟦person|anita⟧ emailed ⟦person|bill hargreaves⟧ and bill of rights stuff came up will"
        " it ever end"
    ),
    (
        "the ⟦organisation|department for transport⟧ wanted it in a csv and the "
        "⟦organisation|home office⟧ wanted a pdf"
    ),
    "she's with ⟦organisation|carrow analytics⟧ now she was with ⟦organisation|kpmg⟧ before",
    (
        "dr ⟦person|nowak⟧ in ⟦place|wakefield⟧ signed it off and councillor ⟦person|ahmed⟧ "
        "wasn't happy"
    ),
    "thanks ⟦person|grace⟧ that's grand and can i ask about excel",
    (
        "my colleague ⟦person|jin woo⟧ he's korean he came from ⟦organisation|mois⟧ on a "
        "secondment from ⟦place|sejong⟧"
    ),
    "⟦person|mark⟧ said just mark it as done and i thought that's rich",
    "her boss ⟦person|hannah⟧ told the minister that the grant would be spent by april",
    "i live at ⟦address|forty two wellington road⟧ and the post goes to number forty",
    "i asked ⟦person|ravi⟧ to pull the logs for the api and he used python and postgres",
    "we went to the pub after with ⟦person|tom⟧ and ⟦person|dick⟧ from ⟦organisation|ofsted⟧",
    (
        "the ⟦organisation|ministry of justice⟧ they have a person called ⟦person|will⟧ and he "
        "will not answer"
    ),
    "she's from ⟦place|stoke on trent⟧ originally",
    "⟦person|sarah⟧ rang ⟦person|o'brien⟧ and he was on leave",
)
