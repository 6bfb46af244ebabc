"""Conventions in which people and programs write who speaks, and lines that only look so.

A convention is what stands before each speech of a talk, and the speakers that a reader of it
sees. The speeches themselves are the same in all of them, in the language of the labels.
"""

from __future__ import annotations

SPEECHES = {
    "en": ("Who keeps the data?", "We do, mostly.", "And who asks for it?", "Nobody knows: it is "
           "a habit.\nWe wait for weeks.", "What would help?", "A law.", "So it ends."),
    "ko": ("자료는 누가 갖고 있습니까?", "저희가 갖고 있죠.", "누가 요청합니까?",
           "아무도 모릅니다: 관행이니까요.\n몇 주를 기다립니다.",
           "무엇이 필요합니까?", "법이요.", "마치겠습니다."),
    "de": ("Wer hat die Daten?", "Wir, meistens.", "Und wer fragt danach?", "Keiner: es ist so.\n"
           "Wir warten Wochen.", "Was würde helfen?", "Ein Gesetz.", "Gut."),
    "fr": ("Qui garde les données ?", "Nous, surtout.", "Et qui les demande ?", "Personne : c'est "
           "ainsi.\nOn attend.", "Que faire ?", "Une loi.", "Bien."),
    "es": ("¿Quién guarda los datos?", "Nosotros.", "¿Y quién los pide?", "Nadie: es así.\nSe "
           "espera.", "¿Qué ayudaría?", "Una ley.", "Bien."),
    "pt": ("Quem guarda os dados?", "Nós, em geral.", "E quem os pede?", "Ninguém: é assim.\n"
           "Esperamos.", "O que ajudaria?", "Uma lei.", "Bem."),
    "ja": ("データは誰が持っていますか。", "私たちです。", "誰が頼みますか。",
           "誰も知りません：習慣です。\n何週間も待ちます。",
           "何が必要ですか。", "法律です。", "以上です。"),
    "zh": ("数据由谁保管？", "我们保管。", "谁来申请？", "没有人知道：这是惯例。\n我们要等几周。",
           "需要什么？", "法律。", "好的。"),
    "ar": ("من يحتفظ بالبيانات؟", "نحن غالبا.", "ومن يطلبها؟", "لا أحد: هذه عادة.\nننتظر أسابيع.",
           "ما الذي يساعد؟", "قانون.", "شكرا."),
    "he": ("מי שומר את הנתונים?", "אנחנו.", "ומי מבקש אותם?", "אף אחד: זה הרגל.\nמחכים שבועות.",
           "מה יעזור?", "חוק.", "תודה."),
}  # fmt: skip
"""What is said in each talk, in each language."""


def alternating(first: str, second: str) -> tuple[str, ...]:
    return (first, second) * 3


CONVENTIONS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    # Letters, codes and roles.
    "letter and code": ("en", alternating("I: ", "E01: "), alternating("I", "E01")),
    "question and answer by letters": ("en", alternating("Q: ", "A: "), alternating("Q", "A")),
    "lower case letters": ("en", alternating("i: ", "p: "), alternating("i", "p")),
    "lower case codes": ("en", alternating("int: ", "p01: "), alternating("int", "p01")),
    "lower case role": (
        "en",
        alternating("interviewer: ", "respondent: "),
        alternating("interviewer", "respondent"),
    ),
    "letters with points": ("en", alternating("Q. ", "A. "), alternating("Q", "A")),
    "letters with points and numbers": (
        "en",
        ("Q1. ", "A1. ", "Q2. ", "A2. ", "Q3. ", "A3. "),
        ("Q1", "A1", "Q2", "A2", "Q3", "A3"),
    ),
    "letters with parentheses": ("en", alternating("Q) ", "A) "), alternating("Q", "A")),
    "a dash": ("en", alternating("I – ", "P – "), alternating("I", "P")),
    "letters with slashes": ("en", alternating("I/ ", "E/ "), alternating("I", "E")),
    "roles with slashes": (
        "fr",
        alternating("Enquêteur/ ", "Témoin/ "),
        alternating("Enquêteur", "Témoin"),
    ),
    "a name and a time before the speech": (
        "en",
        ("Mina Park 0:03 ", "Lee 0:09 ", "Mina Park 0:31 ", "Lee 1:02 ", "Mina Park 12:40 "),
        ("Mina Park", "Lee", "Mina Park", "Lee", "Mina Park"),
    ),
    "이름과 시각": (
        "ko",
        alternating("면담자 00:03 ", "이철수 00:09 "),
        alternating("면담자", "이철수"),
    ),
    "an em dash after a code": ("en", alternating("INT — ", "E07 — "), alternating("INT", "E07")),
    "a space before the colon": (
        "en",
        alternating("Interviewer 1 : ", "Interviewee : "),
        alternating("Interviewer 1", "Interviewee"),
    ),
    "two interviewers": (
        "en",
        ("Interviewer 1: ", "Interviewee: ", "Interviewer 2: ", "Interviewee: ", "Interviewer 1: "),
        ("Interviewer 1", "Interviewee", "Interviewer 2", "Interviewee", "Interviewer 1"),
    ),
    "a number with a hash": (
        "en", alternating("Interviewer: ", "Interviewee #3: "),
        alternating("Interviewer", "Interviewee #3"),
    ),
    "an unknown person": (
        "en",
        ("I: ", "P1: ", "I: ", "P?: ", "I: ", "P1: "),
        ("I", "P1", "I", "P?", "I", "P1"),
    ),
    "unknown persons only": ("en", alternating("I: ", "??: "), alternating("I", "??")),
    "two at a time": (
        "en",
        ("I: ", "E01: ", "I: ", "E01/E02: ", "I: ", "E02: "),
        ("I", "E01", "I", "E01/E02", "I", "E02"),
    ),
    "a code of another kind": (
        "en", alternating("INT: ", "PROJ-12/3: "), alternating("INT", "PROJ-12/3")
    ),
    "a code with a point": ("en", alternating("INT: ", "P1.2: "), alternating("INT", "P1.2")),
    # Notes and attributes.
    "a note in parentheses": (
        "en",
        ("I: ", "E01 (laughs): ", "I: ", "E01: ", "I (smiling): ", "E01 (pause): "),
        alternating("I", "E01"),
    ),
    "a note in brackets": (
        "en",
        ("I: ", "E01 [pause]: ", "I: ", "E01 [door opens, 3 s]: ", "I: ", "E01: "),
        alternating("I", "E01"),
    ),
    "attributes": (
        "en", alternating("I: ", "P1 (34, female): "), alternating("I", "P1")
    ),
    "attributes with a colon": (
        "en", alternating("I: ", "P1 (age: 34): "), alternating("I", "P1")
    ),
    "an institution": ("en", alternating("I: ", "E07 [Ministry A]: "), alternating("I", "E07")),
    "two notes": ("en", alternating("I: ", "E07 [Ministry A] (laughs): "), alternating("I", "E07")),
    "numbers in parentheses tell people apart": (
        "en",
        ("Moderator: ", "Participant (1): ", "Participant (2): ", "Moderator: ",
         "Participant (1): ", "Participant (2): "),
        ("Moderator", "Participant (1)", "Participant (2)", "Moderator", "Participant (1)",
         "Participant (2)"),
    ),
    "initials in parentheses tell interviewers apart": (
        "en",
        ("Interviewer (MK): ", "E07: ", "Interviewer (JS): ", "E07: ", "Interviewer (MK): "),
        ("Interviewer (MK)", "E07", "Interviewer (JS)", "E07", "Interviewer (MK)"),
    ),
    # Names and titles.
    "names": ("en", alternating("Mina Park: ", "Jonas R.: "), alternating("Mina Park", "Jonas R.")),
    "names in capitals": (
        "en", alternating("PETER ASARO: ", "Minoru Asada: "),
        alternating("PETER ASARO", "Minoru Asada"),
    ),
    "a person who speaks once": (
        "en",
        ("John Lennon: ", "Paul McCartney: ", "Ringo Starr: ", "John Lennon: ", "Paul McCartney: "),
        ("John Lennon", "Paul McCartney", "Ringo Starr", "John Lennon", "Paul McCartney"),
    ),
    "last name first": (
        "en", alternating("Park, Mina: ", "Rosland, Jonas: "),
        alternating("Park, Mina", "Rosland, Jonas"),
    ),
    "long titles": (
        "en",
        alternating("Interviewer: ", "Deputy Director of the Office for Public Information: "),
        alternating("Interviewer", "Deputy Director of the Office for Public Information"),
    ),
    "a description in lower case": (
        "en", alternating("I: ", "the lady from finance: "),
        alternating("I", "the lady from finance"),
    ),
    "user names": ("en", alternating("@mina_p: ", "@jonas: "), alternating("@mina_p", "@jonas")),
    # Programs.
    "Otter": (
        "en", alternating("Mina Park  0:03  \n", "Jonas Rosland  0:10  \n"),
        alternating("Mina Park", "Jonas Rosland"),
    ),
    "Teams": (
        "en", alternating("Park, Mina   0:03\n", "Rosland, Jonas   0:10\n"),
        alternating("Park, Mina", "Rosland, Jonas"),
    ),
    "Teams with guests": (
        "en", alternating("Park, Mina (Research)   0:03\n", "Jonas Rosland (Guest)   1:00:10\n"),
        alternating("Park, Mina", "Jonas Rosland"),
    ),
    "Teams before 2022": (
        "en",
        alternating("0:0:3.0 --> 0:0:5.2\nMina Park\n", "0:0:6.10 --> 0:0:9.220\nRosland, Jonas\n"),
        alternating("Mina Park", "Rosland, Jonas"),
    ),
    "Teams in tabs": (
        "en", alternating("00:00:03\tPark, Mina (Student)\t", "00:00:10\tRosland, Jonas\t"),
        alternating("Park, Mina", "Rosland, Jonas"),
    ),
    "Zoom": (
        "en", alternating("[Mina Park] 11:02:09\n", "[Jonas Rosland] 11:02:20\n"),
        alternating("Mina Park", "Jonas Rosland"),
    ),
    "Zoom in tabs, with a person who speaks once": (
        "en",
        ("11:02:09\tJohn Lennon\t", "11:02:10\tPaul McCartney\t", "11:02:11\tRingo Starr\t",
         "11:02:12\tJohn Lennon\t", "11:02:19\tPaul McCartney\t"),
        ("John Lennon", "Paul McCartney", "Ringo Starr", "John Lennon", "Paul McCartney"),
    ),
    "Zoom chat": (
        "en", alternating("00:12:01\tMina Park:\t", "00:12:09\tJonas Rosland:\t"),
        alternating("Mina Park", "Jonas Rosland"),
    ),
    "Rev": (
        "en", alternating("Speaker 1 (00:03):\n", "Speaker 2 (00:10):\n"),
        alternating("Speaker 1", "Speaker 2"),
    ),
    "Sonix": (
        "en", alternating("[00:00:03] Mina: ", "[00:00:10] Jonas: "), alternating("Mina", "Jonas")
    ),
    "WhisperX": (
        "en", alternating("[SPEAKER_00]: ", "[SPEAKER_01]: "),
        alternating("SPEAKER_00", "SPEAKER_01"),
    ),
    "f4": (
        "en", alternating("#00:00:03-5# I: ", "#00:00:10-0# B: "), alternating("I", "B")
    ),
    "Descript": (
        "en", alternating("**Mina:** ", "**Jonas:** "), alternating("Mina", "Jonas")
    ),
    "italics": ("en", alternating("*Mina:* ", "*Jonas:* "), alternating("Mina", "Jonas")),
    "three people without names": (
        "en",
        ("the man: ", "the woman: ", "the child: ", "the man: ", "the woman: ", "the child: "),
        ("the man", "the woman", "the child", "the man", "the woman", "the child"),
    ),
    "round brackets": (
        "ko", alternating("(면담자) ", "(응답자) "), alternating("면담자", "응답자")
    ),
    "bold with a time": (
        "en", alternating("**[00:03] Mina:** ", "**[00:10] Jonas:** "),
        alternating("Mina", "Jonas"),
    ),
    "bold before the colon": (
        "en", alternating("**Mina**: ", "__Jonas__: "), alternating("Mina", "Jonas")
    ),
    "bold without a colon": (
        "en", alternating("**Interviewer** ", "**Jonas** "), alternating("Interviewer", "Jonas")
    ),
    "headings": (
        "en", alternating("### Interviewer\n\n", "### Jonas\n\n"),
        alternating("Interviewer", "Jonas"),
    ),
    "QualCoder": ("en", alternating("[id1] ", "[id2] "), alternating("id1", "id2")),
    "numbered lines": ("en", ("1 I: ", "2 E07: ", "3 I: ", "4 E07: ", "6 I: ", "7 E07: "),
                       alternating("I", "E07")),
    "numbered lines with points": (
        "en", ("1. Mina: ", "2. Jonas: ", "3. Mina: ", "4. Jonas: ", "6. Mina: ", "7. Jonas: "),
        alternating("Mina", "Jonas"),
    ),
    "numbered rows": ("en", ("1\tI\t", "2\tE07\t", "3\tI\t", "4\tE07\t", "5\tI\t", "6\tE07\t"),
                      alternating("I", "E07")),
    "bullets": ("en", alternating("- I: ", "- E07: "), alternating("I", "E07")),
    "tabs": ("en", alternating("I\t", "E07\t"), alternating("I", "E07")),
    "tabs and decimal seconds": (
        "en", alternating("Mina\t26.4\t31.2\t", "Jonas\t31.5\t40.0\t"),
        alternating("Mina", "Jonas"),
    ),
    "tabs and two times": (
        "en", alternating("0:00:03\t0:00:05\tMina\t", "0:00:06\t0:00:09\tJonas\t"),
        alternating("Mina", "Jonas"),
    ),
    "angle brackets": ("en", alternating("<I> ", "<E07> "), alternating("I", "E07")),
    # Alone on the line, without any mark.
    "a role and a code alone": (
        "en", alternating("Interviewer\n\n", "E01\n\n"), alternating("Interviewer", "E01")
    ),
    "a role and a code alone, directly above the speech": (
        "en", alternating("Interviewer\n", "E01\n"), alternating("Interviewer", "E01")
    ),
    "a letter and a name alone": (
        "en", alternating("I\n\n", "Mina Park\n\n"), alternating("I", "Mina Park")
    ),
    "names alone": (
        "en", alternating("Maria Silva\n", "Jonas R.\n"), alternating("Maria Silva", "Jonas R.")
    ),
    "alone with notes": (
        "en", alternating("Interviewer (smiling)\n", "E01 [Ministry A]\n"),
        alternating("Interviewer", "E01"),
    ),
    "alone with numbers in parentheses": (
        "en",
        ("Moderator\n\n", "Participant (1)\n\n", "Participant (2)\n\n") * 2,
        ("Moderator", "Participant (1)", "Participant (2)") * 2,
    ),
    "alone, with one who speaks once": (
        "en",
        ("Interviewer\n\n", "E01\n\n", "Interviewer\n\n", "E02\n\n", "Interviewer\n\n",
         "E01\n\n"),
        ("Interviewer", "E01", "Interviewer", "E02", "Interviewer", "E01"),
    ),
    "a time before the name": (
        "en", alternating("00:01:15 Maria Silva\n", "00:02:07 Jonas\n"),
        alternating("Maria Silva", "Jonas"),
    ),
    "이름만 있는 줄": (
        "ko", alternating("면담자\n\n", "김민수\n\n"), alternating("면담자", "김민수")
    ),
    "가린 이름만 있는 줄": ("ko", alternating("면담자\n", "이**\n"), alternating("면담자", "이**")),
    "Namen allein": (
        "de", alternating("Interviewerin\n\n", "Jürgen Müller\n\n"),
        alternating("Interviewerin", "Jürgen Müller"),
    ),
    "名前だけの行": (
        "ja", alternating("聞き手\n\n", "田中\n\n"), alternating("聞き手", "田中")
    ),
    "单独一行": ("zh", alternating("采访者\n", "王丽\n"), alternating("采访者", "王丽")),
    "الاسم وحده": (
        "ar", alternating("\u200fالمحاور\n\n", "\u200fأحمد\n\n"), alternating("المحاور", "أحمد")
    ),
    "שם לבדו": (
        "he", alternating("מראיין\n\n", "דוד כהן\n\n"), alternating("מראיין", "דוד כהן")
    ),
    # Korean.
    "면담자와 응답자": ("ko", alternating("면담자: ", "응답자: "), alternating("면담자", "응답자")),
    "가린 이름": ("ko", alternating("면담자: ", "이**: "), alternating("면담자", "이**")),
    "동그라미로 가린 이름": (
        "ko", alternating("면담자: ", "김○○ 과장: "), alternating("면담자", "김○○ 과장")
    ),
    "웃음": ("ko", alternating("면담자: ", "전문가(웃으며): "), alternating("면담자", "전문가")),
    "전각 괄호": (
        "ko", alternating("면담자：", "전문가（웃음）："), alternating("면담자", "전문가")
    ),
    "나이와 성별": (
        "ko", alternating("면담자: ", "참여자 1 (여, 34): "), alternating("면담자", "참여자 1")
    ),
    "괄호 안의 글자": (
        "ko",
        ("면담자: ", "참여자(A): ", "면담자: ", "참여자(B): ", "면담자: ", "참여자(A): "),
        ("면담자", "참여자(A)", "면담자", "참여자(B)", "면담자", "참여자(A)"),
    ),
    "문답": ("ko", alternating("문: ", "답: "), alternating("문", "답")),
    "괄호 문답": ("ko", alternating("문) ", "답) "), alternating("문", "답")),
    "점 문답": ("ko", alternating("문. ", "답. "), alternating("문", "답")),
    "질문과 답변": ("ko", alternating("질문: ", "답변: "), alternating("질문", "답변")),
    "꺾쇠": ("ko", alternating("<면담자> ", "<전문가> "), alternating("면담자", "전문가")),
    "꺾쇠와 줄": (
        "ko", alternating("【면담자】\n", "【전문가】\n"), alternating("면담자", "전문가")
    ),
    "회의록": (
        "ko",
        ("◯위원장 홍길동  ", "◯증인 권재홍  ", "◯위원장 홍길동  ", "◯수석전문위원 김건오  ",
         "◯위원장 홍길동  ", "◯증인 권재홍  "),
        ("위원장 홍길동", "증인 권재홍", "위원장 홍길동", "수석전문위원 김건오", "위원장 홍길동",
         "증인 권재홍"),
    ),
    "긴 직함": (
        "ko",
        ("위원장 최민희: ", "방송통신위원장후보자 이진숙: ", "위원장 최민희: ",
         "방송통신위원회방송통신이용자정책국장 신영규: ", "위원장 최민희: ",
         "방송통신위원장후보자 이진숙: "),
        ("위원장 최민희", "방송통신위원장후보자 이진숙", "위원장 최민희",
         "방송통신위원회방송통신이용자정책국장 신영규", "위원장 최민희",
         "방송통신위원장후보자 이진숙"),
    ),
    "한 번 말하는 사람": (
        "ko",
        ("위원장 최민희: ", "이훈기 위원: ", "증인 권재홍: ", "이훈기 위원: ", "위원장 최민희: "),
        ("위원장 최민희", "이훈기 위원", "증인 권재홍", "이훈기 위원", "위원장 최민희"),
    ),
    "클로바노트": (
        "ko", alternating("참석자 1 00:07\n", "참석자 2 00:12\n"),
        alternating("참석자 1", "참석자 2"),
    ),
    "비토": ("ko", alternating("화자1\t00:00:07\t", "화자2\t00:00:12\t"),
             alternating("화자1", "화자2")),
    # Other languages.
    "Interviewerin": (
        "de", alternating("Interviewerin: ", "Befragte: "), alternating("Interviewerin", "Befragte")
    ),
    "Frage und Antwort": (
        "de", alternating("Frage: ", "Antwort: "), alternating("Frage", "Antwort")
    ),
    "Kürzel": ("de", alternating("I: ", "B2 (lacht): "), alternating("I", "B2")),
    "enquêteur": (
        "fr", alternating("Enquêteur : ", "Enquêtée : "), alternating("Enquêteur", "Enquêtée")
    ),
    "intervieweuse": (
        "fr", alternating("Intervieweuse\u00a0: ", "M. D.\u00a0: "),
        alternating("Intervieweuse", "M. D."),
    ),
    "entrevistadora": (
        "es", alternating("Entrevistadora: ", "Entrevistado: "),
        alternating("Entrevistadora", "Entrevistado"),
    ),
    "pregunta y respuesta": (
        "es", alternating("Pregunta: ", "Respuesta: "), alternating("Pregunta", "Respuesta")
    ),
    "raya": ("es", alternating("P.— ", "R.— "), alternating("P", "R")),
    "pergunta e resposta": (
        "pt",
        ("Pergunta 1: ", "Resposta: ", "Pergunta 2: ", "Resposta: ", "Pergunta 3: ", "Resposta: "),
        ("Pergunta 1", "Resposta", "Pergunta 2", "Resposta", "Pergunta 3", "Resposta"),
    ),
    "entrevistador": (
        "pt", alternating("Entrevistador: ", "Entrevistada 04: "),
        alternating("Entrevistador", "Entrevistada 04"),
    ),
    "聞き手": ("ja", alternating("聞き手：", "田中："), alternating("聞き手", "田中")),
    "質問と回答": ("ja", alternating("質問：", "回答："), alternating("質問", "回答")),
    "議事録": (
        "ja", alternating("○委員長（大島理森君）　", "○山田太郎君　"),
        alternating("委員長", "山田太郎君"),
    ),
    "隅付き括弧": ("ja", alternating("【司会】", "【田中氏】"), alternating("司会", "田中氏")),
    "问答": ("zh", alternating("问：", "答："), alternating("问", "答")),
    "采访者": ("zh", alternating("采访者：", "受访者（笑）："), alternating("采访者", "受访者")),
    "姓氏": ("zh", alternating("记者：", "张××："), alternating("记者", "张××")),
    "سؤال وجواب": ("ar", alternating("سؤال: ", "جواب: "), alternating("سؤال", "جواب")),
    "المحاور": ("ar", alternating("\u200fالمحاور: ", "\u200fالخبير (يضحك): "),
                alternating("المحاور", "الخبير")),
    "שאלה ותשובה": ("he", alternating("שאלה: ", "תשובה: "), alternating("שאלה", "תשובה")),
    "מראיין": ("he", alternating("מראיין: ", "ד״ר כהן: "), alternating("מראיין", "ד״ר כהן")),
}  # fmt: skip
"""The language of a convention, what stands before each speech, and the speaker of each."""

ASKING = frozenset(
    [
        "I", "i", "Q", "int", "INT", "interviewer", "Interviewer", "Moderator", "면담자", "문",
        "질문",
        "Interviewerin", "Frage", "Enquêteur", "Intervieweuse", "Entrevistadora", "Pregunta",
        "Pergunta", "Entrevistador", "聞き手", "質問", "司会", "问", "采访者", "سؤال", "المحاور",
        "שאלה", "מראיין",
    ]
)  # fmt: skip
"""Speakers of the conventions who ask, by their labels without number or note."""

NO_LABELS = (
    # Prose with a colon.
    "Note: nobody asked.", "What I mean is: nobody asked.", "For example: money.",
    "the point is: it works", "E07 said: never.", "so: yes", "Re: your question", "Law: only one.",
    "\"Never\": that was it.", "And this is what I would say to them: no.", "2020: a bad year.",
    "제 말씀은: 어렵다는 겁니다.", "한 가지만 말씀드리면: 돈입니다.", "첫째: 법이 문제입니다.",
    "Zum Beispiel: Geld.", "Par exemple : l'argent.", "Por ejemplo: dinero.", "Por exemplo: sim.",
    "例えば：お金です。", "例如：钱。", "مثلا: المال", "למשל: כסף",
    # Times, figures and addresses.
    "10:30 we met", "At 10:30: nothing", "3:1 was the score", "http://example.org is it",
    "C:\\data is the folder", "10:30: we met", "We met 10:30 in town.", "Monday 9:15 we met.",
    "Kim Min 10:30 came.", "He/ she said so.", "and/ or: nothing", "E07/ the first one.",
    # Lists, headings and emphasis.
    "1. Budget: none", "2) Staff: few", "- Budget: none", "- E07: see there", "A. Budget",
    "a) Budget", "i: a list item", "### Introduction", "## 2. Budget", "**Trust** is the word.",
    "○ 추진 배경", "가. 추진 배경", "Q. E. D.", "I – I mean – no.", "<b>Trust</b> is the word.",
    # Directions and institutions in brackets.
    "[laughs] Well.", "[웃음] 네.", "(pause) Yes.", "[Ministry A] refused.", "[부처 A]가 거절했죠.",
)  # fmt: skip
"""Paragraphs that stay speech in a talk, also where they occur twice."""

ALONE = {
    "headings": ("Findings\n\n{}\n\nDiscussion\n\n{}\n\n", False),
    "headings with questions": ("Open Questions\n\n{}?\n\nKey Findings\n\n{}\n\n", False),
    "제목": ("결과\n\n{}\n\n논의\n\n{}\n\n", False),
    "names that do not ask": ("Seoul\n\n{}\n\nBusan\n\n{}\n\n", True),
    "names of which both ask": ("Seoul\n\n{}?\n\nBusan\n\n{}?\n\n", True),
    "a refrain": ("{}\nSing my heart\n\n{}\nAlleluia\n\n", False),
    "answers of a word": ("{}?\n\nYes\n\n{}?\n\nNo\n\n", False),
    "answers of a word with a point": ("{}?\n\nYes.\n\n{}?\n\nNein.\n\n", False),
    "한 마디 대답": ("{}?\n\n네\n\n{}?\n\n아니요\n\n", False),
    "dates": ("12 May 2021\n\n{}\n\n13 May 2021\n\n{}\n\n", False),
    "pages": ("{}\n\nPage 1\n\n{}\n\n- 2 -\n\n{}\n\n17\n\n", False),
    "stars": ("{}\n\n***\n\n{}\n\n* * *\n\n", False),
    "lists": ("Apples\nPears\nNuts\n\n{}\n\n{}\n\n", False),
    "codes below quotations": ("“{}.”\n\nE01\n\n“{}.”\n\nE02\n\n", True),
    "codes above one of several paragraphs": ("E01\n\n{}\n\n{}\n\nE02\n\n{}\n\n{}\n\n", True),
    "codes among much prose": ("E01\n\n{}\n\n{}\n\n{}\n\nE02\n\n{}\n\n{}\n\n{}\n\n", False),
    "roman numbers": ("I\n\n{}\n\nII\n\n{}\n\n", True),
    "questions without labels of answers": ("Question\n\n{}\n\nQ\n\n{}\n\n", True),
}
"""Texts whose short lines are no labels; whether these lines look so much like it that the import
tells of them. Each `{}` is another paragraph, and the whole occurs four times."""

HEADS = {
    "the head of an oral history": (
        "MINORU ASADA: An Interview Conducted by\nPeter Asaro\n\nINTERVIEWEE: Minoru Asada\n"
        "INTERVIEWER: Peter Asaro and Selma Sabanovic\nDATE: June 1, 2011\nPLACE: Osaka, Japan"
    ),
    "who and by whom": "AN INTERVIEW BY PETER ASARO: Part one.",
    "roles with names": "INTERVIEWEE: Minoru Asada\nINTERVIEWER: Peter Asaro",
    "fields in German": "Interview mit B2\nDatum: 3.4.2021\nOrt: Bonn\nInterviewerin: Anna Schmidt",
    "fields in Korean": "일시: 2021년 5월 12일\n장소: 세종\n면담자: 김민아\n참석자: 이철수, 박영희",
    "fields and roles": "Interviewer: Mina Kim\nInterviewee: E07\nDate: 2021-05-12",
    "a title": "# Interview 7: Traffic lights",
}
"""What stands before a talk and is no turn of it."""

TABLE_HEADS = (
    "Speaker\tText",
    "Timespan\tSpeaker\tContent",
    "화자\t내용",
    "Name\tUtterance",
    "Sprecher\tText",
    "話者\t発言",
)
"""Heads of the columns of a table of turns."""
