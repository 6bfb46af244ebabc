"""Given names of many countries, and words that are family names too.

The lists only help: a word that is no common word of English counts as a name without them.
"""

from __future__ import annotations

_NAMES = (
    # English, Irish, Scottish, Welsh.
    "aaron abigail adam adrian agnes aidan aileen ailsa aisling alan alasdair alastair albert alex alexander alexandra "
    "alexis alfie alfred alice alison alistair allan allison alun alyssa amanda amber amelia amy andrea andrew "
    "andy angela angie angus anita ann anna annabel anne annette annie anthony antony aoife april archie art arthur "
    "ashley audrey austin ava barbara barry beatrice becca becky bella ben benjamin bernadette bernard bernie bert bertie "
    "beryl beth bethan bethany betty beverley bill billy blake bob bobby brad bradley brandon breda brenda brendan bret "
    "brett brian bridget bronagh bronwen bronwyn bruce bryan bryony callum calvin cameron carl carla carly carol carole "
    "caroline carolyn carrie carys casey catherine cathy catriona cecilia ceri chad charlene charles charlie "
    "charlotte chelsea cheryl chloe chris christian christina christine christopher christy ciara ciaran cillian "
    "claire clara clare clarence clark claudia clay cliff clifford clive clodagh cody colette colin colleen colm conor "
    "connor constance cora corey cormac courtney craig crystal curtis cynthia daisy dale damian damien dan dana daniel "
    "danielle danny daphne darcy daragh darragh darren darryl dave david dawn dean deanna debbie deborah debra declan "
    "deirdre delia denis denise dennis derek dermot derrick desmond dewi diana diane dick dolores dominic don donal "
    "donald donna donnie dora doreen doris dorothy doug dougal douglas drew duncan dustin dylan eamon earl ed eddie edgar "
    "edith edmund edna edward edwin eileen eilidh eimear elaine eleanor eleri elena eli elijah elinor elise eliza elizabeth "
    "ella ellen ellie elsie emer emily emma emmett enda eoin erica erin ernest esme estelle esther ethan ethel eugene "
    "eunice eva evan eve evelyn ewan faith faye felicity felix fergal fergus fidelma finbar finn finlay fiona flora florence "
    "floyd frances francis frank frankie fran fraser fred freda freddie frederick freya gabriel gail gareth garry garth "
    "gary gavin gemma gene geoff geoffrey george georgia georgina gerald geraldine gerard gerry gethin gilbert gill "
    "gillian gina ginny gladys glen glenda glenn gloria glyn gordon grace graeme graham grainne grant greg gregory greta "
    "gwen gwendolyn gwyneth hannah harold harriet harrison harry harvey hattie hayden hayley hazel heather hector heidi helen "
    "henrietta henry herbert hilary hilda holly hope howard hugh hugo hunter huw iain ian ida imogen ines ingrid iona ira "
    "irene iris isaac isabel isabella isla isobel ivan ivor ivy jack jackie jackson jacob jacqueline jade jake james jamie "
    "jan jane janet janice jared jasmine jason jasper jay jayne jean jeanette jeff jeffrey jemima jen jenna jennie jennifer "
    "jenny jeremy jerome jerry jess jesse jessica jill jim jimmy jo joan joanna joanne jocelyn jodie joe joel john johnny "
    "jon jonathan jordan jose joseph josephine josh joshua joy joyce juan judith judy julia julian juliana julie juliet "
    "june justin justine kaitlyn karen karl kate katharine katherine kathleen kathryn kathy katie katrina kay kayla "
    "keeley keith kellie kelly kelvin ken kenneth kenny kent kerry kevin kieran kim kimberly kirk kirsten kirsty kit kitty "
    "kristen kristin kurt kyle lachlan lana lance larry laura lauren laurence laurie lawrence leah leanne lee leigh len "
    "lena leo leon leonard leroy leslie lesley lester lewis liam lianne lily linda lindsay lindsey lionel lisa liz "
    "lizzie lloyd logan lois lola lorna lorraine lottie lou louis louisa louise lucas lucinda lucy luke lydia lyn lynda lynn "
    "lynne mabel mack maddie madeleine madison maeve maggie mairead maisie malcolm malachy mandy marc marcia marcus margaret "
    "margery margot marguerite maria marian marianne marie marilyn marion marissa marjorie mark marlene marsha marshall "
    "martha martin martina marty marvin mary mathew matilda matt matthew maud maude maureen maurice mavis max maxine may "
    "megan meghan mel melanie melinda melissa melody mercy meredith mervyn mia michael michaela micheal michelle mick miguel mike mildred "
    "miles millicent millie milo mina minnie miranda miriam mitch mitchell moira moll molly mona monica morag morgan moses muriel myra "
    "myrtle nadia nadine nancy naomi natalie natasha nate nathan nathaniel neal ned neil nell nellie nelson nerys nessa "
    "niall niamh nicholas nick nicky nicola nicole nigel nina noel noelle nora norah noreen norma norman nuala odette olive oliver "
    "olivia ollie olwen oonagh ophelia orla oscar oswald otis owen packie padraig paddy pam pamela pansy pascal pat patience "
    "patricia patrick patsy paul paula pauline pearl peg peggy penelope penny percy perry pete peter petra phil philip "
    "philippa phillip phoebe phyllis pippa polly poppy preston priscilla prudence quentin rachael rachel ralph ramona "
    "randall randy raphael ray raymond rebecca regina reginald rene renee rex rhiannon rhian rhoda rhona rhys rich richard rick "
    "ricky rita rob robbie robert roberta robin robyn rod roddy roderick rodney roger roisin roland ron ronald ronan ronnie rory "
    "rosa rosalie rosalind rosamund rose rosemary rosie ross rowan rowena roxanne roy ruairi rufus rupert russ russell ruth "
    "ryan sabrina sadie sally sam samantha sammy samuel sandra sandy saoirse sara sarah saul scott seamus sean sebastian selena "
    "selina shane shannon sharon shaun shauna shawn sheila shelley sherry shirley shona sid sidney sienna silas simon sinead "
    "siobhan sonia sophia sophie spencer stacey stacy stan stanley stella stephanie stephen steve steven stewart stuart sue "
    "summer susan susannah susie suzanne sybil sydney sylvia tabitha tamara tammy tania tanya tara ted teddy teresa terence "
    "terri terry tess tessa thelma theo theodore theresa thomas tia tiffany tim timothy tina toby todd tom tommy toni tony "
    "tracey tracy travis trent trevor tricia trish trisha tristan trudy tyler una ursula valerie vanessa vera verity vernon veronica "
    "vic vicky victor victoria vincent viola violet virginia vivian vivien wade wallace walter wanda warren wayne wendell "
    "wendy wesley whitney wilbur wilfred will willa william willie willow wilma winifred winston wyatt xavier yasmin yvette yvonne "
    "zach zachary zara zoe "
    # German, Dutch, Nordic.
    "anja annika anke antje arne astrid axel bastian bernd bettina birgit bjorn bjoern björn britta carsten claus detlef dieter dietmar "
    "dirk eberhard elke erik ernst eva-maria franziska friedrich fritz gerda gerhard gert gisela greta gudrun günter gunter guenter gunnar "
    "hanna hans hannes harald hartmut heike heiko heinz heinrich helga helmut hendrik henrik henrike holger horst ilse inge inga ingo jens "
    "joachim jochen johann johannes jonas jörg joerg jürgen juergen jutta karin karsten katja katrin klaus lars lasse leif liesbeth lotte "
    "lukas lutz magnus maike maja manfred margarete markus marlies mathias matthias mikkel monika moritz niels nils norbert olaf ole otto "
    "pieter rainer reinhard renate rolf rüdiger sabine sander sanne sebastiaan silke sjoerd sofie soren søren stefan stefanie steffen susanne sven "
    "svenja thorsten tobias torben torsten trine udo ulrich ulrike ulf ursel uta ute uwe volker werner wiebke willem winfried wolfgang wouter xaver "
    # French, Spanish, Italian, Portuguese, Greek.
    "adele agathe alejandro alessandra alessandro alfonso alicia amelie ana andre andres angelo antoine antonio arnaud aurelie benoit bruno "
    "camila camille carlos carmen cecile celine chiara christophe claude clement cristina delphine diego dimitri dimitris eduardo elisa elodie "
    "emilio emmanuel enrique ernesto esteban etienne fabien federica federico felipe fernanda fernando francesca francesco francisco francois "
    "françois gabriela gaspard genevieve giorgio giorgos giovanni giulia giuseppe guillaume guillermo gustavo henri ignacio inès isabelle javier "
    "jacques jean-luc jean-pierre jerome joao joaquin jorge josé julien konstantinos laetitia laurent lorenzo luc lucia luciano luigi luis luisa "
    "manuel manuela marcel marcello marco marcos margarita mariana marina mario marta mateo mathieu mathilde matteo mauricio mercedes michel miguel "
    "monique nicolas nikos noemi olivier pablo paolo pascale pedro philippe pierre pilar quentin rafael ramon raul remy ricardo roberto rocio "
    "rodrigo rosario salvatore santiago sergio silvia simone sofia stavros stéphane thierry thibault valentina vincenzo xavier yannis yves "
    # Polish, Czech, Ukrainian, Russian, Baltic, Balkan, Hungarian, Romanian.
    "agnieszka aleksandra aleksander alicja andrei andrzej aneta anastasia bartek bartosz beata bogdan boris borys bozena bożena czeslaw dariusz "
    "danuta dmitri dmytro dorota elzbieta elżbieta ewa filip grazyna grażyna grzegorz halina henryk igor ilona irena iryna istvan iwona izabela jacek "
    "jadwiga jakub janusz jaroslaw jarosław jarek jerzy jiri joanna jozef józef kamil karolina kasia katarzyna kazimierz kinga krystyna krzysztof "
    "laszlo lech leszek ludmila łukasz lukasz lyudmila maciej magda magdalena malgorzata małgorzata marcin marek mariusz mateusz michal michał mikhail milan "
    "milena mirek miroslav miroslaw mirosław monika natalia natalya nikolai oksana oleg oleksandr olga olha pavel paweł pawel piotr przemek przemysław "
    "radek radoslaw radosław rafał rafal ryszard sergei sergiy slawomir sławomir stanislav stanislaw stanisław svetlana szymon tadeusz tatiana tomas "
    "tomasz urszula vaclav vasyl viktor viktoria vladimir volodymyr waclaw waldemar wanda wieslaw wiesława wiktor witold wladyslaw wojciech wojtek yulia yuri "
    "zbigniew zdenek zofia zoltan zuzanna "
    # Nigerian, Ghanaian, Kenyan and other African.
    "abena abiola abimbola ade adebayo adedayo adekunle adeola aderonke adesola adewale akin akosua ama amaka amara ayo ayodele babatunde bisi blessing bola bukola "
    "chiamaka chidi chidinma chika chike chinedu chinwe chioma chukwudi chukwuemeka damilola dayo ebele efua ekow emeka enitan esi femi folake folasade funke funmi "
    "ifeanyi ifeoma ifeyinwa ikenna jelani juma kamau kelechi kemi kofi kojo kola kunle kwabena kwame kwasi kwesi lanre makena muthoni mwangi ndidi ngozi njeri nkechi nneka nnamdi "
    "obi obinna odunayo olamide olu olufemi olumide oluwaseun onyinye oyin sade segun seun simi simisola sipho sola solomon tayo temitope thabo thandi themba titi tobi "
    "tolu tunde uche uchenna wale wambui wanjiru yaa yaw yemi yetunde yewande zanele zola "
    # Arabic, Turkish, Persian.
    "abbas abdallah abdel abdul abdullah abdulrahman abu adel adnan ahmad ahmed ahmet aisha aiysha ali aliya aliyah amal amina amir amira amr anas anwar arash asma aya ayesha aylin aynur ayse "
    "ayşe aziz bashir basma bilal burak cem cemal deniz dina ebru elif emine emre esra faisal farah farhan fares faris farid fatema fatima fatma fatou fadi ghada habib hadi hakan hala haleh hamid hamza hana hanan hani "
    "haroon hasan hassan haya hend hiba huda hussain hussein ibrahim idris imad iman imran irfan ismail jalal jamal jamila kamal kareem karim kerem khadija khadijah khaled khalid laila lamia latifa layla leila leyla lina lubna mahmoud "
    "majid malak malik mansour mariam maryam mehdi mehmet mehmed mohamed mohammad mohammed mona mostafa mounir muhammad muna murat musa mustafa nabil nada nadeem nadia naima naser nasser nasrin nawal nour noura omar omer osman özge parisa qasim rabia rachid "
    "rana rania rashid rasha reem reza riad rima rubina saad sabah safiya said saif salah saleh salem salim salma samar sami samir samira sana sara selim serkan shadi shahid shirin siham soraya suleiman sumaya tamer tariq tarek wael walid "
    "yahya yara yasin yasir yasmine yasser youssef yusuf yusra zahra zain zainab zaynab zeynep ziad "
    # South Asian.
    "aarav aditi aditya ajay akash akshay alok amit amita amrit amrita anand ananya anil anika anita anjali ankit ankita anjana anup anupam anuradha anusha aparna archana arjun arun arvind asha ashish ashok ashwin avinash baljit bharat bhavna "
    "chandra chitra deepa deepak deepika devika dev dhruv dilip dinesh divya farhana farooq gaurav gayatri geeta gita gopal govind gurpreet hari harish harpreet harsh hema indira isha ishaan jagdish jaspreet jatin jaya jayesh jyoti kabir kalpana "
    "kamala karan karthik kavita kavya keerthi kiran kishore krishna kumar lakshmi lalita lata madhavi madhu mahesh mala manish manisha manjit manoj maya meena meera mehul milind mohan mohit mukesh nadeem nalini namrata nandini narendra naveen navin neelam "
    "neeraj neha nikhil nilesh nimal nisha nitin padma pallavi pankaj parul piyush pooja prabhu pradeep prakash pranav prasad prashant pratik praveen preeti prem preethi priti priya priyanka purnima radha raghav rahul raj raja rajan rajani rajeev rajesh "
    "raju rakesh ram ramesh rani ranjit ranjith rashmi ravi ravindra reena rekha renu rhea riya rohan rohini rohit roshan ruchi rupa sachin sadia sandeep sangeeta sanjay sanjeev santosh sarita satish seema shabnam shalini shankar shanti sharmila shashi sheetal shilpa "
    "shivani shobha shreya shruti shyam simran sita smita sneha sonal subhash sudha sudhir sujata sukhdeep sumit suman sunil sunita suresh surinder sushma swati tahir tanvi tarun uday uma usha vandana varun vasudha vijay vikas vikram vimal vinay vineet vinod vishal vivek yash "
    "yogesh zafar zahid zainab zoya "
    # East and South-East Asian in Latin letters.
    "akiko akira ayumi chiyo daisuke emi fumiko haruka haruki haruto hideo hiroko hiroshi hiroto ichiro kaori kazuko kazuo keiko keiji ken'ichi kenichi kenji kenta kiyoshi kyoko mai makoto mariko masako masao mayumi megumi michiko midori minoru misaki mitsuko naoki naoko naomi noriko "
    "osamu ryo ryota sachiko sakura satoshi sayuri shinichi shinji shota takashi takeshi takumi taro tetsuya tomoko toshiko yoko yoshiko yui yuka yuki yukiko yumi yumiko yuta bao binh chau duc dung hien hoa hoang hung huong khanh lan lien linh long mai minh nam ngoc nguyen nhung "
    "phuong quang quoc thanh thao thi thu thuy tien trang trinh tuan tuyet van xuan wei xiao xin yan ying yong yu zhang fang feng guang hao hong hua hui jian jiang jie jin jing jun lei li liang lin ling mei min ming na ping qiang qing rong rui shan shu tao ting xia "
    "xue yang yi yifan yun zhen zhi agus ahmad andi ari bambang budi citra dewi dian eko fitri hendra indah joko made nur ni nyoman putri ratna rina siti slamet sri surya tri wahyu wayan yanti maricel jomar rizal"
)  # fmt: skip

GIVEN_NAMES = frozenset(_NAMES.split())
"""In lower case."""

SHORT_SYLLABLES = frozenset(
    "an bao na yi yu li hui hua lan long hung nam mai van thu thi tri ni made eko ari nur dian min "
    "ming ping hong jin jun lin ling mei jing jie tao ting shan shu xin yan yang yong feng fang "
    "dung ama esi yaw obi art max pat".split()
)
"""Given names that are syllables or words of other kinds; they need a context of their own."""

FAMILY_WORDS = frozenset(
    "abbot archer baker ball banks barber barker bell best bird bishop black blake bloom bolt bond "
    "booth bowman brand bridge bridges brook brooks brown bull burn burns burrows bush butcher butler "
    "byrd cannon carpenter carter cash castle chamberlain chambers chandler chase church clay close "
    "coates cook cooper cope cotton court cox craft crane crew cross crow curry dale day dean dear dove "
    "drake draper driver duke dyer eagle english farmer field fields finch fish fisher flint flood flowers "
    "ford forest forester foster fowler fox franks freeman french frost fry fuller gale gardener gardner "
    "garland gates gay gibbons gill glass glover gold golden goodman grant grave graves gray green grey "
    "grove hale hall hammer hammond hancock hand hardy hare hart harper hatch hawk hawkins hay head heath "
    "herd hill hood hook hope horn horne house hunt hunter hurst iron joiner jolly joy judge keen key king "
    "kitchen knight lake lamb lane law lawless leach lemon little lock long lord love low lowe lynch mace "
    "major mann march marsh marshall mason may mercer miller mills mint moody moon moor moore moss mould "
    "mountain new newman nail noble north nunn oak page palmer park parker parks parrot parsons peacock "
    "pearl penny pepper perch perry pike piper pitt pond pope porter potter power powers pratt price "
    "priest prince proctor quick rake ramsey raven read reader reed reeves rich rider ridge rivers roach "
    "robin rock rose rush sale salmon savage sawyer saw sayer seal sexton shaker sharp sharpe shepherd "
    "short silver singer singh skinner slater small smart smith snow sparrow speed spring stark steel "
    "stern stock stone street strong summer summers swan sweet swift tanner taylor thatcher thorn thorne "
    "tiller tower towers townsend trainer travers trotter tucker turner tyler underhill vale vine wade "
    "wagner walker wall walls waller ward ware warner waters watts weaver webb webber weeks wells west "
    "wheeler white whitehead wild wilder winner winter winters wise wood woods woodward woody wright "
    "yard york young cho choi han sun moon song lee kang lim ahn shin bang pang do go hue joo min".split()
)
"""Common words that are family names too."""

KOREAN_FAMILY = frozenset(
    "kim lee park choi jung jeong chung kang cho jo yoon yun jang chang lim im rim han oh seo suh shin sin "
    "kwon hwang ahn an song ryu yoo yu hong jeon jun ko koh go moon mun son sohn bae baek paik heo hur huh "
    "nam sim shim noh roh ha kwak gwak sung cha joo ju woo wu koo gu ku min na ra jin ji eom um chae won "
    "cheon chun bang kong gong hyun ham byun yeom yang choo do so seok sun seol ma gil yeon wi pyo myung "
    "ki ban wang keum geum ok yuk in maeng je mo jang tak guk eun pyun yong".split()
)
"""Romanised Korean family names."""

KOREAN_SYLLABLES = frozenset(
    "a ae ah an ang bae baek beom bi bin bo bok bom bong bum byeong byung chae chan chang cheol chi "
    "cho chul chun da dae dan do dong doo du duk eon eui eul eun eung ga gang gap geon geun gi gil go gon "
    "gu guk gun gwan gwang gyeong gyu ha hae hak han hang hee heon hi ho hong hoon hui hun hwa hwan hwi "
    "hye hyeok hyeon hyo hyuk hyun hyung i il im in ja jae jan jang je jeong jeung ji jin jo jong joo joon "
    "ju juk jun jung ka kang keun ki kil kon ku kun kwan kwang kyeong kyo kyu kyung lim ma man mi min mo "
    "moo moon mu mun myeong myung na nae nam nan no nu ok pil ra rae ran rang ri rim rin ro roo ryeo ryong sa "
    "sae sam san sang se seo seok seol seon seong seung shik shin si sik sim sin so sol song soo sook soon "
    "su suk sul sun sung tae taek u ui uk un ung wan wol won woo wook woon wu ye yea yeol yeon yeong yi "
    "yo yong yoo yoon you young yu yuk yul yun yung".split()
)
"""Romanised syllables of Korean given names."""
