"""Provinces, cities, counties, districts and other well-known places, without their suffix.

Administrative divisions of the Republic of Korea as of 2025.
"""

from __future__ import annotations

from functools import lru_cache

from toolkit.language.identifiers.ko.listed import words_of

PROVINCES = words_of(
    """
    서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주
    서울특별시 부산광역시 대구광역시 인천광역시 광주광역시 대전광역시 울산광역시 세종특별자치시
    경기도 강원도 강원특별자치도 충청북도 충청남도 전라북도 전북특별자치도 전라남도 경상북도
    경상남도 제주도 제주특별자치도 충청도 전라도 경상도
    """
)
"""Provinces and metropolitan cities, in full and short."""
CITIES = words_of(
    """
    수원 성남 의정부 안양 부천 광명 평택 동두천 안산 고양 과천 남양주 오산 시흥 군포 의왕 하남
    용인 파주 안성 김포 양주 포천 춘천 원주 강릉 속초 삼척 태백 청주 충주 제천 천안 보령 아산 서산
    논산 계룡 당진 전주 군산 익산 정읍 남원 김제 목포 여수 순천 나주 광양 포항 경주 김천 안동 구미
    영주 영천 문경 경산 창원 진주 통영 김해 밀양 거제 양산 서귀포 마산 진해 여주 홍천 횡성 영월
    평창 철원 화천 인제 양양 가평 양평 연천 옹진 달성 울주 기장 괴산 증평 진천 옥천 단양 부여 서천
    청양 홍성 태안 완주 진안 무주 임실 순창 고창 부안 담양 곡성 구례 고흥 보성 화순 장흥 강진 해남
    영암 무안 함평 영광 완도 신안 군위 의성 청송 영양 영덕 청도 성주 칠곡 예천 봉화 울진 울릉 의령
    함안 창녕 남해 동해 고성 금산 하동 산청 함양 거창 합천 사천
    """
)
"""Cities and counties whose names without 시 or 군 are rarely other words."""
CITIES_AND_WORDS = words_of(
    """
    화성 구리 이천 공주 상주 양구 정선 보은 영동 음성 금산 예산 장수 진도 장성 고령 강화 강진 영광
    의성 청도 사천 완주 양산 부여 기장 영양 성주 하동 인제
    """
)
"""Cities and counties whose short names are other words as well."""
DISTRICTS = words_of(
    """
    종로 용산 성동 광진 동대문 중랑 성북 강북 도봉 노원 은평 서대문 마포 양천 강서 구로 금천
    영등포 동작 관악 서초 강남 송파 강동 해운대 수영 사상 사하 금정 연제 수성 달서 미추홀 연수
    남동 부평 계양 광산 유성 대덕 분당 수정 중원 권선 팔달 영통 장안 단원 상록 덕양 일산 처인 기흥
    수지 만안 동안 상당 흥덕 서원 청원 완산 덕진 의창 성산 마산합포 마산회원 소사 오정 원미
    """
)
"""Districts of cities, without 구; several are other words."""
QUARTERS = words_of(
    """
    여의도 판교 정자 역삼 삼성동 서현 광화문 시청역 명동 홍대 신촌 이태원 잠실 청담 압구정 신림
    신도림 목동 상암 합정 을지로 충무로 오송 조치원 송도 청라 동탄 광교 위례 일산 평촌 산본 중동
    분당 마곡 문정 가산 구로디지털단지 성수 왕십리 청량리 미아리 수유리 둔산 노은 도안 어진 나성
    보람동 도담 아름동 반곡 소담 대평 새롬동 고운동 종촌 다정동 해운대 서면 광안리 남포동 센텀
    정부세종청사 정부대전청사 정부과천청사 정부서울청사 세종청사 대전청사 과천청사 국회의사당 코엑스
    킨텍스 벡스코 엑스코 예술의전당 세종문화회관 동성로 상무지구 첨단지구 내포 삼천포 주문진 안면도
    대부도 영종도 을왕리 정선읍 삼랑진 왜관 벌교 장항 온양 송탄 진영 물금 남악 빛가람 죽전 수내 야탑
    미금 오리 정릉 사당 교대역 강남역 서울역 용산역 대전역 부산역 동대구역 수서 오목교 제부도 강화도
    울릉도 거제도 독도 백령도 연평도 흑산도 진도 완도 남이섬 노량진 상계동 중계동 하계동 월계동 공릉
    석계 미아동 수유동 쌍문동 창동역 종암동 길음동 돈암동 혜화동 제기동 회기동 이문동 휘경동 면목동
    망우동 상봉동 구의동 자양동 화양동 천호동 둔촌동 암사동 고덕동 명일동 거여동 마천동 가락동
    방이동 석촌 대치동 도곡동 개포동 일원동 논현동 신사동 반포 잠원동 방배동 양재 흑석동 상도동
    신대방 봉천동 낙성대 난곡 신길동 당산 문래동 가양동 등촌동 염창동 화곡동 방화동 신월동 개봉동
    고척동 독산동 망원동 연남동 서교동 홍제동 홍은동 불광동 연신내 구파발 응암동 녹번동 이촌동
    한남동 후암동 동래 사직동 연산동 대연동 광안동 자갈치 범일동 구포 둔산동 유성온천 수성못
    칠성시장 충장로 송정리 금강 섬진강 임진강 북한강 남한강 만경강 형산강 태화강 소양강 지리산
    설악산 한라산 북한산 관악산 계룡산 한강 낙동강 영산강 연변 옌볜 베이징 북경 상하이 상해 도쿄
    동경 오사카 교토 후쿠오카 하노이 호찌민 호치민 방콕 마닐라 자카르타 뉴욕 워싱턴 보스턴 런던 파리
    베를린 뮌헨 제네바 브뤼셀 로마 모스크바 타슈켄트 울란바토르 델리 뭄바이 평양 개성 선양 심양
    칭다오 청도시 광저우 홍콩 타이베이 시드니 멜버른 밴쿠버 토론토 시애틀 샌프란시스코 로스앤젤레스
    시카고 애틀랜타 헤이그 암스테르담 스톡홀름 헬싱키 탈린 코펜하겐 오슬로 비엔나 프라하 부다페스트
    두바이
    """
)
"""Quarters, new towns, stations, islands, mountains, and cities abroad."""
CLEAR = (
    (PROVINCES | CITIES | QUARTERS | DISTRICTS)
    - CITIES_AND_WORDS
    - words_of(
        """
    정자 중동 오리 아름동 서면 동안 단원 상록 수정 수지 연수 장안 중원 상당 수영 사상 서원 청원
    성산 대덕 남동 동작 성수 도안 나성 어진 소담 대평 반곡 다정동 상해 동경 강남 개성 파리 수성
    경기 교대역 강동 의창 서현 노은 도담 문정 로마 청라 북경 권선 보람동 소사 광산 유성 구로 가산
    오정 성동 강서 강북 금강
    """
    )
)
"""Places whose names are hardly ever other words or names of people."""
UNCLEAR = frozenset(CITIES_AND_WORDS | DISTRICTS | QUARTERS | CITIES) - CLEAR
"""Places whose names are other words as well: they need the words around, or the analysis."""
COUNTRIES = words_of(
    """
    한국 대한민국 남한 북한 조선 미국 영국 중국 일본 독일 프랑스 이탈리아 스페인 포르투갈 러시아
    우크라이나 폴란드 체코 헝가리 오스트리아 스위스 네덜란드 벨기에 덴마크 스웨덴 노르웨이 핀란드
    에스토니아 라트비아 리투아니아 그리스 터키 튀르키예 캐나다 멕시코 브라질 칠레 페루 아르헨티나
    콜롬비아 인도 베트남 태국 필리핀 인도네시아 말레이시아 싱가포르 싱가폴 대만 몽골 우즈베키스탄
    카자흐스탄 키르기스스탄 네팔 방글라데시 파키스탄 미얀마 캄보디아 라오스 스리랑카 이스라엘 이란
    이라크 사우디 이집트 호주 뉴질랜드 아프리카 유럽 아시아 남미 북미 중동 동남아 남아공
    나이지리아 케냐 에티오피아 아일랜드 스코틀랜드 아이슬란드 유엔 미주 구주 서구 동구
    """
)
"""Countries and continents, which are no identifiers."""
DIVISIONS = PROVINCES | CITIES | CITIES_AND_WORDS | DISTRICTS
"""What stands before 시, 군 or 구 in the names of administrative divisions."""
_QUARTERS_OF_THE_WIND = frozenset(["중구", "동구", "서구", "남구", "북구"])
_SUFFIXES = ("특별시", "광역시", "시", "군", "구")


@lru_cache(maxsize=65536)
def is_place(word: str) -> bool:
    """Whether a word is a place that is hardly ever something else, with or without suffix."""
    if word in CLEAR:
        return True
    return is_division(word)


def is_division(word: str) -> bool:
    """Whether a word is a province, or a city, county or district with its suffix."""
    if word in _QUARTERS_OF_THE_WIND or (word in PROVINCES and len(word) > 2):
        return True
    return any(
        word.endswith(suffix) and word.removesuffix(suffix) in DIVISIONS for suffix in _SUFFIXES
    )
