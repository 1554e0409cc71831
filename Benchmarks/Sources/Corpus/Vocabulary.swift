#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The words of titles and abstracts, most frequent first: real ones, then tens of thousands put together from the
/// Greek and Latin pieces that real terms are made of.
struct Vocabulary {
    static let count = 40_000

    let words: [String]
    /// All words and connectors one after another: abstracts are copied from here, without a string each.
    private let bytes: [UInt8]
    private let starts: [Int32]
    private let draw = WeightedDraw(zipf: Vocabulary.count, exponent: 1.2, flattening: 30)
    private let topicDraw = WeightedDraw(zipf: 300, exponent: 0.9, flattening: 4)
    private let connectorDraw = WeightedDraw(zipf: Vocabulary.connectors.count, exponent: 1, flattening: 1)

    init() {
        var words = Self.real
        var random = SplitMix(seed: 0, purpose: .topic, item: -1)
        while words.count < Self.count {
            var word = random.pick(Self.heads)
            if random.chance(0.7) { word += random.pick(Self.middles) }
            word += random.pick(Self.tails)
            words.append(word)
        }
        self.words = words
        var bytes: [UInt8] = []
        var starts: [Int32] = [0]
        for word in words + Self.connectors {
            bytes.append(contentsOf: word.utf8)
            starts.append(Int32(bytes.count))
        }
        self.bytes = bytes
        self.starts = starts
    }

    /// The bytes of a word, or of connector `number - count`; all are plain letters.
    func bytes(of number: Int) -> ArraySlice<UInt8> { bytes[Int(starts[number])..<Int(starts[number + 1])] }

    /// A word of all fields, or one that its topic prefers.
    func word(topic: Int, _ random: inout SplitMix) -> Int {
        guard random.chance(0.5) else { return draw.draw(&random) }
        var chosen = SplitMix(seed: 0, purpose: .topic, item: topic, part: topicDraw.draw(&random))
        return draw.draw(&chosen)
    }

    func connector(_ random: inout SplitMix) -> Int { connectorDraw.draw(&random) }

    static let connectors = list("of in and the for with on a by to from using among between during after under versus")

    static let real = list(
        """
        study analysis effects patients treatment model clinical data cell effect human cancer system method \
        development role disease risk acute health evaluation cells systems expression review models response \
        therapy control activity association children growth factors gene induced protein performance properties \
        case factor approach social quality imaging high early primary chronic time changes function design assessment \
        new dynamics theory information care learning impact network application structure management research survey \
        women stress detection blood infection heart surface age novel mechanisms physical outcomes optical synthesis \
        tissue interaction process energy population production adults community level processing temperature water \
        molecular carcinoma syndrome characterization measurement optimization experimental prediction surgery pressure \
        diabetes syndrome bone trial determination education networks receptor rats magnetic comparative brain liver \
        simulation soil species mice exposure policy estimation regulation diagnosis identification failure family \
        environmental genetic quantum memory cardiac lung breast evidence oxygen mortality insulin work transport plant \
        decision pulmonary cognitive investigation resistance public modelling behaviour tumour prevalence algorithm \
        mechanical numerical stability transition serum genome safety muscle vascular school economic local cultural \
        thermal nuclear spectroscopy metabolism kinetics fluid particle phase magnetic carbon film oxide membrane \
        polymer aqueous solution catalytic spatial temporal global regional urban rural climate food market labour \
        digital software web mobile language political gender youth identity practice practices teachers students \
        university nursing intervention screening vaccination depression anxiety sleep pain injury fracture hip knee \
        arthritis asthma stroke hypertension obesity pregnancy birth neonatal paediatric oesophageal gastric colorectal \
        prostate renal transplantation haemoglobin anaemia leukaemia lymphoma melanoma receptor kinase signalling \
        apoptosis inflammation oxidative mitochondrial synaptic cortical hippocampal dopamine serotonin glucose lipid \
        cholesterol antibody antigen virus viral bacterial antibiotic resistant strain isolates sequence sequencing \
        polymorphism mutation mutations transcription promoter methylation chromatin embryonic stem differentiation \
        regeneration evolution phylogenetic diversity conservation habitat forest marine fish insect pollination crop \
        wheat rice maize irrigation nitrogen phosphorus sediment pollution heavy metals waste recycling emission solar \
        wind battery lithium fuel hydrogen turbine combustion vibration fatigue fracture composite steel concrete bridge \
        seismic earthquake tectonic volcanic glacial ocean atmospheric aerosol precipitation remote sensing satellite \
        radar antenna wireless channel coding encryption privacy security distributed parallel scheduling database query \
        ontology semantic retrieval recommendation classification clustering regression bayesian stochastic nonlinear \
        finite element boundary convergence operator algebra manifold graph random matrix equation equations solutions \
        existence uniqueness topology symmetry gauge lattice neutrino galaxy stellar supernova cosmic dark matter plasma \
        laser photon nanoparticles graphene semiconductor superconducting ferroelectric crystal liquid colloidal \
        rheology viscosity diffusion adsorption desorption electrode voltammetry chromatography spectrometry extraction \
        fluorescence luminescence assay biosensor immunoassay toxicity pharmacokinetics dose placebo randomised cohort \
        longitudinal retrospective prospective multicentre nationwide meta-analysis guidelines consensus adherence \
        satisfaction burnout workplace organisational leadership innovation entrepreneurship finance banking investment \
        inflation monetary taxation trade tariff migration refugees ethnicity religion philosophy ethics law \
        constitutional criminal justice democracy election parliament governance welfare poverty inequality housing \
        tourism heritage museum archaeology medieval colonial literature poetry narrative translation grammar phonology \
        bilingual curriculum assessment mathematics literacy inclusion disability rehabilitation exercise sport training
        """)

    private static let heads = list(
        """
        neuro cardio hepato nephro gastro osteo chondro myo dermato haemato lympho cyto histo immuno patho pharmaco \
        toxico radio photo electro magneto thermo hydro aero geo litho bio eco agro phyto zoo entomo ichthyo ornitho \
        myco bacterio viro proto macro micro nano meso hyper hypo iso homo hetero poly oligo mono di tri tetra penta \
        hexa sub super trans inter intra extra peri endo exo ecto epi para meta anti contra pre post re de un non \
        multi omni pan socio psycho ethno anthropo ideo logo morpho xantho chloro cyano erythro leuko melano
        """)
    private static let middles = list(
        """
        ceph derm gloss graph kine lith metr morph nom path ped phag phan phil phob phon phot phyll plas pod pter \
        rhiz scop som sperm stat stom tax therm thromb tom top trop troph typ ur vas ven vir zym bol cel chem chron \
        clad crin dact dend dox drom fer fil flex form gam gen ger gyn hal hept herb hom kerat lact lat lex lum mand
        """)
    private static let tails = list(
        """
        ation isation osis itis oma ology ography ometry icity ility ance ence ment ness ship ism ist ase ine ide \
        ate ole one yl ene ane al ic ous ive able oid ary ory an ian ical ular atic
        """)

    private static func list(_ text: String) -> [String] { text.split { $0 == " " || $0 == "\n" }.map(String.init) }
}
