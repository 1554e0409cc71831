/// Countries, and some states and provinces, by which titles of one form tell works apart: reports on Cuba and on Norway.
enum Countries {
    /// Sides of one row as in `Opposites`: what follows a bar is another country. Names of one word in seven languages by Unicode's
    /// Common Locale Data Repository, and what people and languages of the country are called in English; without words that
    /// mean something else as often, such as `Island`, `polish` and `Jordan`.
    static let row = """
        afghanistan afganistan afeganistao afghan | albania albanie albanien albanian | algeria algerie algerien \
        argelia algerije algerian | andorra andorre | angola angolan | argentina argentine argentinien \
        argentinie argentinian | armenia armenie armenien armenian | australia australie australien australian \
        australians | austria autriche osterreich oostenrijk austrian | azerbaijan azerbaidjan aserbaidschan \
        azerbaiyan azerbaigian azerbaijao azerbeidzjan azerbaijani | bangladesh bangladesch banglades \
        bangladeshi | barbados barbade barbadian | belarus bielorussie bielorrusia bielorussia bielorrussia \
        belarusian | belgium belgique belgien belgica belgio belgie belgian | belize belice | benin beninese | \
        bhutan bhoutan butan butao bhutanese | bolivia bolivie bolivien bolivian | botswana botsuana | brazil \
        bresil brasilien brasil brasile brazilie brazilian brazilians | bulgaria bulgarie bulgarien bulgarije \
        bulgarian | burundi burundian | cambodia cambodge kambodscha camboya cambogia camboja cambodja cambodian \
        | cameroon cameroun kamerun camerun camaroes kameroen cameroonian | canada kanada canadian canadians | \
        chad tchad tschad ciad chade tsjaad chadian | chile cile chilean | china chine cina chinese | colombia \
        colombie kolumbien colombian | croatia croatie kroatien croacia croazia kroatie croatian | cuba kuba \
        cuban | cyprus chypre zypern chipre cipro cypriot | czechia tchequie tschechien chequia cechia tchequia \
        tsjechie czech | denmark danemark dinamarca danimarca denemarken danish | ecuador equateur equador \
        ecuadorian | egypt egypte agypten egipto egitto egito egyptian | estonia estonie estland estonian | \
        eritrea erythree eritreia eritrean | ethiopia ethiopie athiopien etiopia ethiopian | finland finlande \
        finnland finlandia finnish | france frankreich francia franca frankrijk french | gabon gabun gabao \
        gabonese | gambia gambie gambian | georgia georgie georgien georgian | germany allemagne deutschland \
        alemania germania alemanha duitsland german germans | ghana ghanaian | greece grece griechenland grecia \
        griekenland greek | guatemala guatemalan | haiti haitian | honduras honduran | hungary hongrie ungarn \
        hungria ungheria hongarije hungarian | iceland islande islandia islanda ijsland icelandic | india inde \
        indien indian indians | indonesia indonesie indonesien indonesian | iran iranian iranians | iraq irak \
        iraque iraqi | ireland irlande irland irlanda ierland irish | israel israele israeli | italy italie \
        italien italia italian italians | jamaica jamaique jamaika giamaica jamaican | japan japon giappone \
        japao japanese | jordanie jordanien jordania giordania jordanian | kazakhstan kasachstan kazajistan \
        kazakistan cazaquistao kazachstan kazakh | kenya kenia quenia kenyan | kuwait koweit koeweit kuwaiti | \
        kyrgyzstan kirghizstan kirgisistan kirguistan kirghizistan quirguistao kirgizie kyrgyz | laos laotian \
        lao | latvia lettonie lettland letonia lettonia letland latvian | lebanon liban libanon libano lebanese \
        | lesotho lesoto | liberia liberian | libya libye libyen libia libie libyan | lithuania lituanie litauen \
        lituania litouwen lithuanian | luxembourg luxemburg luxemburgo lussemburgo | madagascar madagaskar \
        malagasy | malawi malaui malawian | malaysia malaisie malasia maleisie malaysian | mali malian | malta \
        malte maltese | mauritania mauritanie mauretanien mauritanian | mauritius mauritian | mexico mexique \
        mexiko messico mexican mexicans | moldova moldavie moldavia moldovan | mongolia mongolie mongolei \
        mongolian | montenegro montenegrin | morocco maroc marokko marruecos marocco marrocos moroccan | \
        mozambique mosambik mozambico mocambique mozambican | myanmar burmese burma | namibia namibie namibian | \
        nepal nepalese nepali | netherlands niederlande nederland dutch holland | nicaragua nicaraguan | nigeria \
        nigerian | norway norvege norwegen noruega norvegia noorwegen norwegian | oman omani | pakistan \
        paquistao pakistani | panama panamanian | paraguay paraguai paraguayan | peru perou peruvian | \
        philippines philippinen filipinas filippine filipijnen filipino | poland pologne polen polonia | \
        portugal portogallo portuguese | qatar katar catar qatari | romania roumanie rumanien rumania romenia \
        roemenie romanian | russia russie russland rusia rusland russian | rwanda ruanda rwandan | senegal \
        senegalese | serbia serbie serbien servia servie serbian | singapore singapour singapur singapura \
        singaporean | slovakia slovaquie slowakei eslovaquia slovacchia slowakije slovak | slovenia slovenie \
        slowenien eslovenia slovenian slovene | somalia somalie somali | spain espagne spanien espana spagna \
        espanha spanje spanish | sudan soudan sudao soedan sudanese | suriname surinam surinamese | sweden suede \
        schweden suecia svezia zweden swedish | switzerland suisse schweiz suiza svizzera suica zwitserland \
        swiss | syria syrie syrien siria syrian | taiwan taiwanese | tajikistan tadjikistan tadschikistan \
        tayikistan tagikistan tadjiquistao tadzjikistan tajik | tanzania tanzanie tansania tanzanian | thailand \
        thailande tailandia thailandia thai | togo togolese | tunisia tunisie tunesien tunez tunesie tunisian | \
        turkiye turquie turkei turquia turchia turkije turkish | turkmenistan turcomenistao turkmen | uganda \
        ouganda oeganda ugandan | ukraine ucrania ucraina oekraine ukrainian | uruguay uruguai uruguayan | \
        uzbekistan ouzbekistan usbekistan uzbequistao oezbekistan uzbek | venezuela venezuelan | vietnam vietna \
        vietnamese | yemen jemen iemen yemeni | zambia zambie sambia zambian | zimbabwe simbabwe zimbabue \
        zimbabwean | neuseeland zealand | lanka lankan | saudi | salvador | burkina | emirates emirati | britain \
        british england english uk | sudkorea | palestinian | fiji fidji fidschi fiyi figi fijian | guyana \
        guiana guyanese | kosovo | maldives malediven maldivas maldiven maldivian | brunei | bahrain bahrein \
        barein bahraini | dominica | ivoorkust ivoirien ivorian | kaapverdie | portorico | greenland groenland \
        gronland groenlandia greenlandic | bosnian | nordmazedonien macedonian | usa | alabama | alaska | \
        arizona | arkansas | california californian | colorado | connecticut | delaware | florida | hawaii | \
        idaho | illinois | indiana | iowa | kansas | kentucky | louisiana | maine | maryland | massachusetts | \
        michigan | minnesota | mississippi | missouri | montana | nebraska | nevada | ohio | oklahoma | oregon | \
        pennsylvania | tennessee | texas texan | utah | vermont | wisconsin | wyoming | alberta | manitoba | \
        ontario | quebec | saskatchewan | scotland scottish | wales welsh | queensland | tasmania
        """
}
