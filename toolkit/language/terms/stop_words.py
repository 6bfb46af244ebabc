"""Words that are no terms by themselves: what everyone says in every interview."""

from __future__ import annotations

import re

_WORDS = re.compile(r"\S+")
ENGLISH_FORMS = frozenset(
    _WORDS.findall("""
    a about above after again all also am an and any are aren't as at be because been before
    being below between both but by can can't cannot could couldn't did didn't do does doesn't
    doing don't down during each else even ever every few for from further get gets go goes going
    got had hadn't has hasn't have haven't having he he'd he'll he's her here hers herself him
    himself his how however i i'd i'll i'm i've if in into is isn't it it's its itself just let's
    like made make makes many may maybe me might mm more most much must my myself no nor not now
    of off oh okay on once one only or other others ought our ours out over own perhaps quite
    rather really said same say says see she she'd she's should shouldn't since so some something
    such than that that's the their theirs them themselves then there there's these they they'd
    they'll they're they've thing things this those though through to too two uh um under until
    up upon us very was wasn't way we we'd we'll we're we've well were weren't what when where
    which while who whom whose why will with won't would wouldn't yeah yes yet you you'd you'll
    you're you've your yours yourself three four five six seven eight nine ten eleven twelve
    twenty hundred thousand first second third half once ask asked asking came come comes coming
    done gave give given gone keep kept knew know known knows look looked mean means meant need
    needed never put say sit sat sent take taken tell tells think thought told took want wanted
    wants went work year years day days week weeks month months time times people person man
    woman lot bit kind sort end part rest nobody somebody anybody everybody nothing anything
    everything someone anyone everyone sometimes always already still again around without
    whether
    """)
)  # fmt: skip
"""Forms of English words in lower case."""
ENGLISH = ENGLISH_FORMS | frozenset(
    _WORDS.findall("""
    send let become begin start happen try use seem feel find call able good bad big small little
    last next new old long sure thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    thirty forty fifty sixty seventy eighty ninety dozen million billion couple fourth fifth
    monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december morning afternoon evening yesterday today
    tomorrow hour minute
    """)
)  # fmt: skip
"""Forms and lemmas of English words in lower case."""
KOREAN = frozenset(
    _WORDS.findall("""
    것 수 거 등 때 저 제 나 우리 그 이 하다 되다 있다 없다 않다 같다 보다 주다 오다 가다 그렇다
    이렇다 저렇다 어떻다 어떠하다 이러하다 그러하다 그러다 이러다 어쩌다 그냥 좀 많이 다 또 더
    잘 안 못 말 말하다 말씀 말씀하다 얘기 얘기하다 이야기 이야기하다 생각 생각하다 알다 모르다
    싶다 아니다 많다 들다 나다 나오다 받다 보이다 지다 놓다 두다 버리다 정도 경우 사람 때문 뒤
    앞 밖 위 아래 전 후 중 번 년 월 일 시 분 지금 이제 오늘 어제 작년 올해 다음 처음 하나 둘 셋
    뭐 무엇 누구 어디 언제 왜 좋다 크다 작다
    """)
)  # fmt: skip
"""Lemmas of Korean words; verbs end in 다."""
