/** The classes of words that the grammar tells apart. All in the tokens' spelling. */

const set = (words: string) => new Set(words.trim().split(/\s+/));

export const DETERMINERS = set("a an the this that these those its his her their my our your some each every another");

/** Nouns for a picture as a whole: "the photo from 1" is all of it. */
export const IMAGE_NOUNS = set(
  "image picture photo reference frame input shot scene file source screenshot illustration",
);
export const IMAGE_PLURALS = set("images pictures photos references frames inputs shots files ones");

/** Kinds of picture: "the painting in 2" is all of 2, "a painting of 0" a wish. */
export const PICTURES = set(
  "painting drawing sketch poster portrait print watercolor artwork illustration cartoon render rendering postcard sticker comic",
);

/** Nouns for what is made of a picture: "a poster of 0" speaks of 0 itself. */
export const RENDITION_NOUNS = set(
  "version copy copies image picture photo poster advertisement advert ad painting drawing sketch watercolor aquarelle rendering render " +
    "rendition crop cropping format close closeup up view portrait print postcard collage grid mosaic montage diptych triptych strip series row group set pair " +
    "couple dozen half size front top bottom left right side middle center edge corner foreground lots instances instance duplicate " +
    "duplicates cartoon comic shot part rest all both each one cutout sticker interpretation variation variant mood board moodboard photomontage sheet meme thumbnail third quarter border margin contrast brightness saturation exposure foot instead out because",
);

export const STYLE_NOUNS = set(
  "style styling look aesthetic aesthetics technique brushwork brushstrokes strokes manner feel medium finish",
);
export const PALETTE_NOUNS = set(
  "palette palettes colors color scheme coloring tones tone hues hue shades tints grading grade colorway mood atmosphere ambiance lighting",
);
export const PATTERN_NOUNS = set("pattern patterns texture textures motif motifs fabric textile weave material");
export const BACKGROUND_NOUNS = set("background backdrop setting surroundings environment backgrounds");

/** Places that are as often things to be placed. */
export const FURNITURE = set("table desk shelf counter bench wall tent");

/** What things are put upon, though not as a wall or a tent is. */
export const SURFACES = set("table desk shelf counter bench worktop countertop podium pedestal tray mat rug carpet");
/** What somebody sits or lies on: between the two, it is the scene. */
export const SEATS = set("sofa couch bed armchair chair throne hammock mattress swing stool blanket");

/** Nouns for somewhere to be: they make the likelier scene. */
export const PLACE_NOUNS = set(
  `beach sea ocean lake river sky forest wood woods jungle desert meadow field fields park garden street road highway city town village skyline
   square alley room kitchen bedroom bathroom office studio hall hallway corridor house interior stage station platform harbor harbour pier dock
   mountain mountains hill hills valley canyon cliff coast shore island landscape seascape cityscape view scenery scene place world moon space
   table desk shelf counter floor ground lawn grass sand snow water wall windowsill mantelpiece bench bridge castle church cathedral temple ruins
   museum gallery restaurant cafe bar shop store market mall gym stadium arena court track pool poolside farm barn yard backyard courtyard terrace
   balcony patio porch roof rooftop tunnel cave waterfall volcano glacier iceberg savanna savannah prairie vineyard orchard greenhouse library
   classroom school hospital airport runway parking lot garage workshop factory warehouse cabin camp campsite bay fjord gulf lagoon cove marina downtown suburb loft attic basement cellar chapel mosque palace fortress boulevard avenue subway metro
   terminal clearing grove slope summit peak ridge plateau tundra oasis gorge ravine creek brook shoreline seashore seaside riverbank boardwalk promenade podium
   pasture paddock ranch stable jetty quay wharf staircase hilltop hillside mountainside driveway conservatory lobby foyer lounge showroom bakery brewery
   pub diner ballroom auditorium theater theatre cinema circus zoo laboratory lab courtroom prison dungeon cemetery graveyard monastery abbey shrine
   racetrack glade rainforest marsh canal waterfront seabed lakeside roadside campground orbit galaxy universe apartment penthouse nursery
   worktop countertop tent trail path swamp pond stream
   living dining countryside background backdrop setting environment plaza playground carnival aquarium reef sunset sunrise dunes dune`,
);

/** The parts that a picture can play, by name. */
export const ROLE_NOUNS = set(
  "content subject foreground background backdrop scene setting style palette pattern texture",
);

export const PREPOSITIONS = set(
  `in on at of from by to with into onto inside within behind before above over below under underneath beneath beside besides near next between
   against around along across through toward towards upon atop off out for as like after during without amid among alongside about via using
   per than in-front where while`,
);

const OTHER_FUNCTION = set(
  `and or but then so if not no nor plus also too both just only please could would should will can may might must shall do does did let lets
   is are was were be been being am has have had having get gets got it they them he she him her we us you i me who which there here
   now very much really quite more most less least rather slightly again together instead almost half twice once thrice double high low up down
   away far close away back facing everything all them itself themselves ; want need like when until still how what that
   pls plz thx thanks ty asap tho though anyway`,
);

export const COPULAS = set("is are was were be been being get gets becomes become should remains stays");

export const PLACE_VERBS = set(
  `put puts place places placed placing add adds added adding insert inserts inserted inserting drop drops dropped position positions positioned
   set sets paste pastes pasted pasting compose composes composed composite composites composited compositing move moves moved transport transports transported lay lays laid
   hang hangs hung stick sticks stuck attach attaches attached mount mounts mounted superimpose superimposed embroider engrave overlay overlays overlaid layer layered
   arrange arranged stack stacks stacked stacking pile piled seat seated park parked bring brought throw include includes located situated teleport relocate transplant integrate embed
   embedded goes go sit sits stand stands lean lies lie rest rests show shows display displayed photoshop blend merge fit nestle perch`,
);

export const OTHER_VERBS = set(
  `use uses used using take takes taken taking took shot have keep keeps replace replaces replaced replacing swap swaps swapped swapping change changes changed
   changing exchange substitute switch remove removes removed removing erase delete strip cut cuts isolate extract apply applies applied
   transfer transfers transferred turn turns turned convert converts transform make makes made making render renders rendered paint paints painted repaint redo reimagine recreate
   restyle restyled stylize stylise style styled grade draw draws drawn redraw give gives given create generate design produce combine combines combined
   mix join blur blurs blurred mirror mirrors mirrored flip flips flipped recolor recolors recolored tint tints colorize colorise dye
   write writes written borrow wrap wraps wrapped cover covers covered covering fill decorate match matches matching shrink enlarge scale resize
   scaled center centered align show showing depict depicting featuring feature looks look looking wears holds carries rides drives
   wore held worn carried ridden driven made copy clone duplicate pose start begin want surround surrounded start combine crop imitate mimic
   mimicking resemble resembling inspired based lit set swapping edit layout tile compare rotate tilt zoom animate crank sharpen lighten brighten darken desaturate saturate ignore skip omit disregard extend expand outpaint uncrop widen stretch enhance improve restore retouch repair fix denoise deblur unblur clean print printed comes come coming bearing inspire`,
);

export const FUNCTION_WORDS = new Set([...PREPOSITIONS, ...OTHER_FUNCTION, ...DETERMINERS]);

/** Words that say where, and so are no noun for a thing. */
export const POSITIONAL = set(
  "top bottom left right upper lower middle center corner side edge lefthand righthand hand leftmost rightmost foreground foot front",
);

export const HANDS = set("hand hands arm arms paw paws fist grip");
export const LIMBS = set("head heads arm arms hand hands leg legs foot feet eyes");
/** What belongs to a thing and has things on it. */
export const PARTS = set(
  "chest front back side sleeve label lid handle hood forehead cheek arm shoulder shoulders head nose lap wrist finger neck door hull wing sail screen cover",
);
export const FACES = set("face faces head heads");
export const BODIES = set("body bodies face faces head heads neck shoulders man woman girl boy person child guy lady");

/** Who can wear, hold and look, in the singular. */
export const BEINGS = set(
  `man woman boy girl person child kid baby guy lady gentleman people astronaut dog puppy cat kitten bear teddy wolf fox horse cow sheep lion tiger elephant
   giraffe monkey sloth robot doll statue sculpture figure snowman bird parrot penguin duck rabbit hamster corgi husky knight king queen model player dancer
   men women children mum mom dad grandma grandpa bride groom friend worker chef singer athlete runner soldier`,
);
/** Who can do something that is no mere standing there. */
export const DOERS = new Set([
  ...BEINGS,
  ...set(
    `barista baker butcher doctor nurse teacher student pupil sailor pirate cowboy cowgirl samurai ninja princess prince witch wizard clown mermaid alien zombie
     vampire monster dragon dinosaur unicorn tourist musician guitarist pianist drummer violinist scientist pilot driver firefighter policeman officer
     farmer fisherman hiker climber skier surfer skater cyclist biker swimmer diver gymnast ballerina boxer wrestler waiter waitress toddler infant twins
     couple family son daughter brother sister uncle aunt grandmother grandfather mother father wife husband businessman businesswoman builder gardener
     painter artist photographer hedgehog squirrel deer goat pig donkey zebra hippo rhino crocodile turtle frog snake lizard mouse rat owl eagle
     hawk pigeon goose swan chicken hen rooster turkey flamingo peacock ostrich crow seagull panda koala kangaroo gorilla raccoon otter seal walrus
     dolphin whale shark fish octopus crab camel llama lamb kids boys girls dogs cats birds horses bears teenager superhero ghost fairy elf angel santa gnome troll devil mascot
     character hero villain goblin detective spy chef seller vendor monk nun priest judge thief burglar goalkeeper striker coach referee crowd audience
     friends parents siblings grandparents kitten chick duckling bee butterfly monkeys penguins`,
  ),
]);
export const CONTAINERS = set(
  "cup mug glass bowl basket bucket box crate bag backpack pocket pot vase jar boat bathtub tub nest helmet cart pan saucepan bin cage",
);
export const HEADWEAR = set("hat cap crown helmet beanie tiara wig hood beret sombrero headphone turban bonnet");
export const EYEWEAR = set("glass glasses sunglass sunglasses goggles spectacles");
export const CLOTHES = new Set([
  ...HEADWEAR,
  ...EYEWEAR,
  ...set(
    `dress gown shirt t-shirt tee blouse top sweater jumper pullover hoodie cardigan jacket coat raincoat parka vest suit tuxedo uniform costume kimono skirt
     jeans trousers pants shorts leggings apron scarf tie robe pyjamas swimsuit bikini outfit clothes overalls dungarees jersey spacesuit wetsuit armor armour cape cloak veil blazer onesie pajamas`,
  ),
]);

export const PRONOUNS = set("it him them they he she everything");

/** "the dog shown in 0": words that may stand between a noun and its source. */
export const SOURCE_FILLERS = set(
  "shown seen found depicted pictured visible taken featured present appearing displayed out that which who is are can be coming comes come used standing from",
);

export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    zero: 0,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
  }),
);

export const ORDINALS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    first: 0,
    second: 1,
    third: 2,
    fourth: 3,
    fifth: 4,
    sixth: 5,
    "1st": 0,
    "2nd": 1,
    "3rd": 2,
    "4th": 3,
    "5th": 4,
    "6th": 5,
  }),
);

export const isPlural = (noun: string): boolean => /[^su]s$/.test(noun) || /^(?:people|men|women|children)$/.test(noun);
