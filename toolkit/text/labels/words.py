"""Words that are speaker labels, and words that are none although a colon follows them.

The languages are English, Korean, German, French, Spanish, Portuguese, Japanese, Chinese, Arabic
and Hebrew. All words are folded to lower case, but for the labels of interviewers.
"""

from __future__ import annotations


def _words(*listings: str) -> frozenset[str]:
    return frozenset(word.casefold() for listing in listings for word in listing.split())


INTERVIEWER_LABELS = (
    "I", "INT", "IV", "Interviewer", "Moderator", "MOD", "Facilitator", "Researcher", "Q",
    "Question", "면담자", "면접자", "질문자", "질의자", "연구자", "조사자", "인터뷰어", "진행자",
    "사회자", "질문", "문",
    "Interviewerin", "Moderatorin", "Frage", "Fragende", "Fragender",
    "Enquêteur", "Enquêtrice", "Intervieweur", "Intervieweuse", "Modérateur", "Modératrice",
    "Entrevistador", "Entrevistadora", "Pregunta", "Moderadora", "Moderador", "Investigador",
    "Investigadora", "Pergunta", "Pesquisador", "Pesquisadora",
    "質問", "質問者", "聞き手", "インタビュアー", "調査者", "面接者", "司会", "司会者", "問",
    "问", "提问", "提问者", "采访者", "访谈者", "访谈员", "访员", "主持人", "訪談者", "採訪者",
    "سؤال", "السؤال", "س", "المحاور", "المحاورة", "محاور", "الباحث", "الباحثة",
    "שאלה", "ש", "מראיין", "מראיינת", "המראיין", "המראיינת", "חוקר", "חוקרת",
)  # fmt: skip
"""Labels of interviewers, unless the caller names others."""

QUESTIONS = _words(
    "q question 질문 문 frage pregunta pergunta 質問 問 问 提问 سؤال السؤال س שאלה ש"
)
"""Labels of questions, which number the parts of a document where no answer has a label."""

ROLES = _words(
    "interviewee respondent participant expert speaker informant moderator facilitator "
    "interviewer researcher int mod i q 면담자 면접자 질문자 질의자 연구자 조사자 인터뷰어 진행자 "
    "사회자 문 답 응답자 답변자 전문가 참여자 참가자 참석자 피면담자 피면접자 인터뷰이 화자 "
    "answer 답변",
    " ".join(label for label in INTERVIEWER_LABELS if len(label) > 2 or not label.isascii()),
    "Befragte Befragter Interviewte Interviewter Interviewpartner Interviewpartnerin Antwort "
    "Sprecher Sprecherin Teilnehmer Teilnehmerin Experte Expertin",
    "Enquêté Enquêtée Interviewé Interviewée Répondant Répondante Réponse Locuteur Locutrice",
    "Entrevistado Entrevistada Respuesta Participante Informante Hablante Resposta Respondente",
    "回答 回答者 答 語り手 話し手 話者 研究協力者 参加者",
    "受访者 被访者 被采访者 受訪者 回答人 说话人 参与者",
    "جواب الجواب إجابة الإجابة ج الخبير الخبيرة المشارك المشاركة المستجيب المستجيبة الضيف المتحدث",
    "תשובה ת מרואיין מרואיינת המרואיין המרואיינת משתתף משתתפת דובר דוברת מומחה מומחית",
)
"""Words that are labels from their first occurrence, with or without a number."""

FIELDS = _words(
    "date place location venue duration time title topic subject project recorded recording "
    "transcribed transcriber transcript language length file filename "
    "일시 날짜 장소 시간 주제 제목 대상 면담일 면담일시 면담장소 기록자 녹취자 전사자 녹취 배석",
    "Datum Ort Dauer Zeit Thema Titel Projekt Transkription Lieu Durée Heure Sujet Titre "
    "Fecha Lugar Duración Hora Tema Título Data Local Duração 日時 場所 時間 題名 日期 时间 地点 "
    "时长 主题 题目 التاريخ المكان المدة الموضوع תאריך מקום משך נושא",
)
"""Words before the colon of the lines that head a document."""

COLUMNS = _words(
    "speaker name role time start end begin text utterance utterances content contents words turn "
    "transcript translation timestamp timespan duration message id no no. # "
    "화자 이름 시간 시각 시작 종료 끝 내용 발화 발언 "
    "번호 대화 Sprecher Zeit Inhalt Beginn Ende Nr. Locuteur Temps Texte Hablante Tiempo Texto "
    "Falante Tempo 話者 発言 時間 内容 说话人 时间 المتحدث الوقت النص דובר זמן טקסט",
)
"""Words that head the columns of a table of turns."""

PROSE = FIELDS | _words(
    "note notes nb ps fyi ok okay example examples first firstly second secondly third thirdly "
    "fourth fifth last lastly next then also finally point points problem problems result "
    "results reason reasons conclusion summary warning remark remarks background title date "
    "place location duration topic subject project time source sources link address phone tel "
    "email fax url http https file version page table figure section chapter part step option "
    "law act article day yes no well so but and or however therefore because again still "
    "finding findings recommendation recommendations issue issues fact idea "
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow cf re cc "
    "todo id eg ie total goal goals aim aims benefit benefits cost costs risk risks e.g i.e "
    "strengths weaknesses opportunities threats advantages disadvantages pros cons introduction "
    "참고 주의 예 예시 예컨대 첫째 둘째 셋째 넷째 다섯째 여섯째 첫번째 두번째 세번째 네번째 하나 "
    "둘 셋 결론 요약 정리 배경 제목 일시 날짜 장소 시간 주제 목적 대상 비고 주 단 즉 또 또한 "
    "그리고 그러나 하지만 결과 문제 문제점 이유 원인 방법 대안 해결책 전화 이메일 주소 출처 링크 "
    "자료 장점 단점 사례 원칙 법 제도 기술 재정 조직 보안 오늘 어제 내일 마지막 우선 먼저 다음",
    "Beispiel Hinweis Anmerkung Erstens Zweitens Drittens Fazit Ergebnis Problem Ziel Vorteile "
    "Nachteile Quelle Exemple Remarque Conclusion Résultat Problème Avantages Inconvénients "
    "Ejemplo Nota Conclusión Resultado Problema Ventajas Desventajas Exemplo Conclusão Vantagens "
    "Desvantagens 例 例えば 注 結論 結果 理由 問題 まとめ 例如 注意 结论 结果 原因 问题 优点 缺点 "
    "مثال ملاحظة أولا ثانيا ثالثا النتيجة الخلاصة דוגמה הערה לדוגמה ראשית שנית לסיכום",
)
"""Words before a colon in prose; they are never labels, however often they recur."""

PROSE_PHRASES = frozenset(
    [
        "for example", "for instance", "in other words", "in short", "in the end", "in addition",
        "on the other hand", "by the way", "my point", "the point", "the point is",
        "예를 들면", "예를 들어", "다시 말해", "다시 말하면", "제 생각", "제 말씀은", "한마디로",
        "zum beispiel", "mit anderen worten", "par exemple", "en effet", "en somme",
        "por ejemplo", "en resumen", "por exemplo", "em resumo", "مثلا", "على سبيل المثال",
        "למשל", "כלומר",
    ]
)  # fmt: skip
"""Several words before a colon in prose, in lower case."""

PARTICLES = _words("de van von der den la le di da del bin al of")
"""Words in lower case that are parts of names."""

SMALL = PARTICLES | _words(
    "the for and in at on to des dem das und für zur zum im du et à au aux les y e el los las en "
    "para do dos das em o a"
)
"""Words in lower case that are parts of titles."""

SENTENCE_STARTS = _words(
    "the a an and but or so in at on by for from this that these those there here it we i you he "
    "she they my our your his her their what when where why how if as to not one all some "
    "das der die und aber es wir ich so le la les et mais il elle nous el los las y pero o os as e"
)
"""First words of sentences, which no title begins with."""

HEADINGS = _words(
    "abstract overview introduction background methods method methodology data sample findings "
    "finding results result discussion analysis conclusion conclusions summary limitations "
    "recommendations references appendix questions topics topic themes theme issues chapter part "
    "section page notes note quotes excerpt transcript transcription interview interviews end "
    "pause silence laughter applause break chorus verse refrain act scene monday tuesday wednesday "
    "thursday friday saturday sunday january february march april may june july august september "
    "october november december",
    "Einleitung Methode Methoden Ergebnisse Ergebnis Diskussion Fazit Zusammenfassung Fragen Thema "
    "Themen Kapitel Teil Seite Transkript Interviews Anhang Pause Lachen Schweigen Ende",
    "Méthode Méthodes Résultats Discussion Conclusion Résumé Questions Thèmes Chapitre Partie "
    "Entretien Annexe Silence Rires Fin Método Métodos Resultados Discusión Conclusión Resumen "
    "Preguntas Temas Capítulo Parte Página Entrevista Silencio Risas Fin Discussão Conclusão "
    "Resumo Perguntas Silêncio Risos Fim",
    "서론 배경 방법 연구방법 결과 연구결과 논의 토의 고찰 분석 결론 요약 초록 부록 주제 "
    "쟁점 장 절 쪽 녹취 녹취록 면담 인터뷰 회의 휴식 침묵 웃음 끝",
    "序論 背景 方法 結果 考察 議論 分析 結論 要約 付録 沈黙 笑い 笑 引言 讨论 结果 "
    "结论 摘要 附录 沉默 المقدمة المنهج النتائج المناقشة الخاتمة الملخص الموضوع مقابلة صمت ضحك "
    "מבוא שיטה ממצאים תוצאות דיון מסקנות סיכום נספח ראיון שתיקה צחוק",
)
"""Words of headings, directions and dates, which no label that stands alone on its line has."""
