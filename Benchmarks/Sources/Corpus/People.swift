/// A person as a title page names them.
struct Person {
    var given: [String]
    var family: String
    /// `van der`, `de`, `al-`.
    var particle: String?
    /// Whether families of this culture are written in another script, and so in several ways in this one.
    var isTransliterated: Bool
}

/// Names of many cultures: each with its most frequent families first, and a long tail put together from syllables.
struct People {
    private struct Culture {
        var weight: Double
        var families: [String]
        var syllables: [String] = []
        var endings: [String] = []
        var given: [String]
        var particles: [String] = []
        var particleShare = 0.0
        /// Share of families from the tail.
        var tail = 0.4
        var middleNames = 0.25
        var isTransliterated = false
    }

    private let cultures: [Culture]
    private let cultureDraw: WeightedDraw
    private let familyDraws: [WeightedDraw]
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        cultures = Self.all
        cultureDraw = WeightedDraw(cultures.map(\.weight))
        familyDraws = cultures.map { WeightedDraw(zipf: $0.families.count, exponent: 0.9, flattening: 1.5) }
    }

    /// The person of a number: who writes several works is spelled alike in all.
    func person(_ number: Int) -> Person {
        // Neighbours in number work together, and mostly come from one place.
        var home = SplitMix(seed: seed, purpose: .person, item: number / 12, part: 1)
        let homeCulture = cultureDraw.draw(&home)
        var random = SplitMix(seed: seed, purpose: .person, item: number, part: 2)
        let index = random.chance(0.75) ? homeCulture : cultureDraw.draw(&random)
        let culture = cultures[index]
        var family: String
        if !culture.syllables.isEmpty, random.chance(culture.tail) {
            family = random.pick(culture.syllables)
            if random.chance(0.5) { family += random.pick(culture.syllables) }
            family += random.pick(culture.endings)
            family = family.prefix(1).uppercased() + family.dropFirst()
        } else {
            family = culture.families[familyDraws[index].draw(&random)]
        }
        // Two families: García Márquez, Smith-Jones.
        if culture.weight < 4, random.chance(0.12) {
            family += (random.chance(0.5) ? "-" : " ") + culture.families[familyDraws[index].draw(&random)]
        }
        var given = [random.pick(culture.given)]
        if random.chance(culture.middleNames) { given.append(random.pick(culture.given)) }
        let particle = random.chance(culture.particleShare) ? random.pick(culture.particles) : nil
        return Person(given: given, family: family, particle: particle, isTransliterated: culture.isTransliterated)
    }

    private static func list(_ text: String) -> [String] { text.split { $0 == " " || $0 == "\n" }.map(String.init) }

    private static let all: [Culture] = [
        Culture(
            weight: 20,
            families: list(
                """
                Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie \
                Song Tang Deng Han Feng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding
                """),
            given: list(
                """
                Wei Fang Na Min Jing Lei Qiang Yan Jie Tao Ming Chao Xia Ping Gang Jun Hui Ying Hong Yong Bin Hua \
                Xiaoming Jianguo Yuhan Zihan Wenjie Xin-Yi Zhi-Qiang Haoran Guoqiang Xiaodong Lili Yating Chun-Mei
                """), tail: 0, middleNames: 0),
        Culture(
            weight: 8,
            families: list(
                "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Yoo Hong"),
            given: list(
                """
                Min-Jun Seo-Yeon Ji-Hoon Hyun-Woo Soo-Jin Young-Ho Jae-Won Eun-Ji Sung-Min Dong-Hyun Kyung-Soo Hye-Jin \
                Sang-Hoon Jin-Ho Mi-Kyung Yoon-Ah
                """), tail: 0, middleNames: 0),
        Culture(
            weight: 24,
            families: list(
                """
                Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson White Harris \
                Martin Thompson Robinson Clark Lewis Walker Hall Allen Young King Wright Scott Green Baker Adams Nelson \
                Hill Campbell Mitchell Roberts Carter Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy \
                Cook Rogers Morgan Cooper Reed Bailey Kelly Howard Ward Cox Richardson Wood Watson Bennett Gray Hughes \
                O'Brien O'Connor O'Neill McDonald MacLeod McCarthy FitzGerald
                """),
            syllables: list(
                "har wel ash brad stan lang whit black hol mid nor sut thorn wood east clay hart red kirk mar"),
            endings: list("ford ton ley field worth ham wick bury by man son er stone well brook den"),
            given: list(
                """
                James Mary John Patricia Robert Jennifer Michael Linda William Elizabeth David Barbara Richard Susan \
                Joseph Jessica Thomas Sarah Charles Karen Christopher Nancy Daniel Lisa Matthew Margaret Anthony Emily \
                Mark Rachel Paul Laura Steven Helen Andrew Emma Kenneth Olivia Peter Grace Simon Alice Hugh Fiona
                """), tail: 0.45, middleNames: 0.6),
        Culture(
            weight: 9,
            families: list(
                """
                Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter \
                Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Krause Lehmann Köhler \
                Maier Huber Böhm Grünwald Weiß Groß Jäger Kühn
                """),
            syllables: list(
                "alt berg brand burg eich fried grün hase hoch kalt klein lang lind neu rosen schön stein wald weiß wil"
            ),
            endings: list("mann er bach berg feld hausen meier ner hardt stein inger"),
            given: list(
                """
                Hans Anna Peter Ursula Wolfgang Monika Klaus Petra Jürgen Sabine Dieter Renate Stefan Andrea Thomas \
                Jörg Käthe Lukas Johanna Karl-Heinz Friederike Götz
                """), particles: ["von", "von der", "zu"], particleShare: 0.06),
        Culture(
            weight: 3,
            families: list(
                "Jong Vries Berg Bakker Dijk Visser Janssen Smit Meijer Boer Mulder Groot Bos Vos Peters Hendriks Leeuwen Dekker Brouwer Wit Kessel"
            ),
            syllables: list("huis veld oost noord dam hoek linden mei schoon boon ver kamp"),
            endings: list("man stra ma huis berg veld en aert kamp dijk"),
            given: list(
                "Jan Maria Johannes Anna Cornelis Hendrik Wilhelmina Pieter Elisabeth Willem Sanne Daan Femke Joost Marijke"
            ),
            particles: ["van", "de", "van der", "van den", "van de", "ter"], particleShare: 0.55),
        Culture(
            weight: 3,
            families: list(
                """
                García González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz \
                Moreno Muñoz Álvarez Romero Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Núñez Peña Ibáñez
                """),
            syllables: list("al bar cas del es fer gal her mon na or pal qui ro sal val"),
            endings: list("ez ero ado ales ano osa illa eda uela ares"),
            given: list(
                "José María Antonio Carmen Manuel Ana Francisco Isabel Juan Pilar Javier Dolores Jesús Lucía Andrés Íñigo Ángel Begoña"
            ),
            particles: ["de", "de la", "del"], particleShare: 0.1),
        Culture(
            weight: 3.5,
            families: list(
                "Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida Araújo Conceição Gonçalves Magalhães Brandão"
            ),
            syllables: list("al bar car fon gui la mo pe sar tei ver vi"),
            endings: list("eira inho osa ães ado al eiro"),
            given: list(
                "João Ana Pedro Maria Luís Beatriz Tiago Mariana Rui Inês Paulo Márcia Antônio Fernanda Gonçalo Luíza"),
            particles: ["da", "de", "dos", "do"], particleShare: 0.35, middleNames: 0.5),
        Culture(
            weight: 5,
            families: list(
                "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia Bertrand Roux Girard Bonnet Lefèvre François Mercier Gauthier Béranger"
            ),
            syllables: list("beau bel cham cour de for gran la mon per ri ver vil"),
            endings: list("ard eau elle et ier in on ont ieu é"),
            given: list(
                "Jean Marie Pierre Nathalie Michel Isabelle André Sylvie Philippe Catherine François Hélène Jean-Paul Anne-Sophie Étienne Zoé Benoît"
            ),
            particles: ["de", "de la", "du", "d'"], particleShare: 0.06),
        Culture(
            weight: 5,
            families: list(
                "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Mancini Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana"
            ),
            syllables: list("bal can del fer gal lom man mon pal ra sal tor ven zan"),
            endings: list("ini etti one ello ucci acci aro eri oni ato"),
            given: list(
                "Giuseppe Maria Giovanni Anna Antonio Francesca Marco Laura Paolo Chiara Niccolò Elena Luca Giulia"),
            particles: ["De", "Di", "Del", "Dalla"], particleShare: 0.1),
        Culture(
            weight: 6,
            families: list(
                "Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Matsumoto Inoue Kimura Hayashi Shimizu Saito Mori Ono Endo"
            ),
            syllables: list("aka hara ishi kawa kita mae matsu mura naka nishi oka shima taka waka yama ueda"),
            endings: list("da gawa hara i moto mura no saki shima ta ya zawa be"),
            given: list(
                "Hiroshi Yuki Takashi Yoko Kenji Keiko Satoshi Naoko Makoto Tomoko Jun'ichi Shin'ichi Kōji Ryōko Yūki Tarō"
            ),
            middleNames: 0, isTransliterated: true),
        Culture(
            weight: 8,
            families: list(
                "Kumar Singh Sharma Patel Gupta Reddy Das Khan Rao Verma Joshi Mehta Nair Iyer Chatterjee Banerjee Mukherjee Ghosh Agarwal Jain Mishra Pandey Yadav Chaudhary"
            ),
            syllables: list("bhat chandra deva gopal hari krishna lakshmi maha nara rama shri subra venka vija"),
            endings: list("an am war kar ani appa murthy swamy nathan rajan"),
            given: list(
                "Rahul Priya Amit Anjali Sanjay Sunita Rajesh Kavita Vijay Deepa Arun Lakshmi Suresh Meena Ravi Pooja Venkatesh Gayatri"
            ),
            middleNames: 0.35, isTransliterated: true),
        Culture(
            weight: 5,
            families: list(
                "Ivanov Smirnov Kuznetsov Popov Vasilyev Petrov Sokolov Mikhailov Novikov Fyodorov Morozov Volkov Alekseev Lebedev Semenov Egorov Pavlov Kozlov Stepanov Nikolaev Zaytsev Shcherbakov Chernyshevsky Khrushchev Zhukovsky"
            ),
            syllables: list("bel vor gor dmitri kar kor lav mal niz ost pol ryab sav tur cher zhel shch khar"),
            endings: list("ov ev in sky ova eva ina skaya enko yev"),
            given: list(
                "Aleksandr Elena Sergey Olga Vladimir Tatyana Andrey Natalya Dmitry Irina Alexey Svetlana Yuri Yulia Nikolay Ekaterina Evgeny"
            ),
            middleNames: 0.7, isTransliterated: true),
        Culture(
            weight: 4,
            families: list(
                "Mohamed Ahmed Ali Hassan Ibrahim Mahmoud Hussein Khalil Mansour Saleh Farouk Rahman Hamdan Najjar Shami Masri Baghdadi Tikriti"
            ),
            syllables: list("ab fa ha ja ka ma na ra sa ta za kha sha"),
            endings: list("dani wi rifi lami ssan jjar mmadi zi biri"),
            given: list(
                "Mohammed Fatima Ahmed Aisha Omar Khadija Youssef Zeinab Khalid Layla Mustafa Noura Abdullah Hoda Tariq Salma"
            ),
            particles: ["Al-", "El-", "Abu", "Ben"], particleShare: 0.4, middleNames: 0.3, isTransliterated: true),
        Culture(
            weight: 3,
            families: list(
                "Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Güneş"
            ),
            syllables: list("ak al bey can dağ er gök kar öz sağ taş tür ulu yıl"),
            endings: list("oğlu er taş men soy kan can lar"),
            given: list(
                "Mehmet Ayşe Mustafa Fatma Ahmet Emine Ali Hatice Hüseyin Zeynep İbrahim Elif Çağla Gökhan Şule Ümit")),
        Culture(
            weight: 3.5,
            families: list(
                "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Novák Svoboda Dvořák Černý Procházka Horváth Nagy Kovács Szabó Tóth"
            ),
            syllables: list("bar czar dob gra jab kos lip maj now ost pie rad sob wol zaw"),
            endings: list("ski icki ewicz czyk ak owski ek ík ová"),
            given: list(
                "Jan Anna Andrzej Maria Piotr Katarzyna Krzysztof Małgorzata Stanisław Agnieszka Tomáš Jiří Zsófia László Ágnes Grażyna"
            )),
        Culture(
            weight: 3.5,
            families: list(
                "Hansen Johansen Olsen Larsen Andersen Nilsen Andersson Johansson Karlsson Nilsson Eriksson Åkerlund Öberg Sjöström Bjørnstad Sørensen Østergaard Jørgensen Korhonen Virtanen Mäkinen Hämäläinen Ångström Guðmundsson"
            ),
            syllables: list("berg dal ek hag hol lind lund nor sand sten stor ström vik väst åker"),
            endings: list("sen sson berg qvist gren lund dahl ström nen stad"),
            given: list(
                "Lars Anna Erik Ingrid Ole Kari Bjørn Astrid Søren Karin Åse Jørgen Päivi Jukka Göran Håkon Þóra")),
    ]
}
