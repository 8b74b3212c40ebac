"""Plain English words for a learner's passphrase: short, easy to read and spell, kind, no two that sound alike."""

WORDS = tuple("""
acorn actor admiral agent alarm album almond amber anchor angle ankle answer apple apron arch arrow artist ash atlas
attic autumn avocado badge badger baker balcony ball balloon bamboo banana banjo banner barley barn basin basket bath
battery beach bead beak bean beaver bedroom beetle bell belt bench berry bicycle bird biscuit bison blanket blossom
blue boat bolt bonnet book boot bottle bowl box bracelet branch brass bread breeze brick bridge broccoli bronze broom
brother brown brush bubble bucket buckle buffalo bugle bulb bunny bus butter butterfly button cabbage cabin cactus
cake calendar camel camera camp canal candle canoe canyon captain caravan card carnival carpet carrot cart cartoon
castle cattle cave cedar cello cellar chain chair chalk channel cheese cherry chess chestnut chicken chimney circle
circus city clay cliff clock cloud clover coast coat cobra cocoa coconut coin comet comic compass cookie copper coral
corn cottage cotton cousin cradle crane crayon cream creek cricket crown crystal cube cucumber cup cupboard curtain
cushion daffodil daisy dance deer desert desk diamond dinner dinosaur doctor dolphin donkey door dragon drawer dream
drum duck duet dune eagle early earth east easel echo eight elbow elephant elm emerald engine envelope evening falcon
family farmer feather fence fern ferry fiddle field fig finger firefly fireplace fish flag flame flamingo flask flock
flower flute foil forest fork fossil fountain fox frame friday friend frog frost garage garden garlic gate
gazelle ginger giraffe glacier glass globe glove goat gold goose gorilla grape grass gravel green guitar hammer
hamster handle harbour harp harvest hat hawk hazel hedge hedgehog helmet hill hippo hockey holiday holly honey hood
hoop horizon horse hotel house iceberg icicle igloo ink insect iris island ivory ivy jacket jaguar jam jar jelly jewel
jigsaw jolly journey juggler juice jumper jungle juniper kangaroo kayak kennel kettle keyboard king kingdom kitchen
kite kitten kiwi koala ladder ladybird lake lamb lamp lantern laptop laurel lavender leaf lemon lemur leopard letter
library lighthouse lilac lily lime lion lizard llama lobster locket lollipop lotus lucky lunch magnet magpie mammoth
mandolin mango map maple marble market marmalade meadow medal melody melon mermaid meteor middle milk mill mint mirror
mitten moment monday monkey month moon moose morning mosaic mountain mouse muffin mural museum music mustard napkin
nature necklace needle nest nickel night nine noodle north notebook number nutmeg oak oasis oatmeal ocean octopus olive
onion opal opera orange orbit orchard orchid organ otter outdoor oval owl oyster paddle painter palace palm pancake
panda panther paper parade parrot parsley path peach peacock peanut pear pebble pelican pencil penguin pepper piano
picnic picture pigeon pillow pilot pine pink pirate planet plum pocket pond pony poppy porridge postcard potato pottery
prairie present pretzel prince puddle puffin pumpkin puppet purple puzzle pyramid quarry queen quilt rabbit raccoon
radio radish raft railway rainbow raisin ranch raven rhubarb ribbon rice river road robin robot rocket roof rooster
rose round ruby rug runner saddle sailor salad salmon sandal sandwich sapphire satin saturday saucer scarf school
scooter seagull seal season seven shadow sheep shelf shell shelter shepherd shield shirt shoe shop silver singer sister
sketch skipper sky sleigh slipper snail snow sofa soup south sparrow spider spinach spoon spring square squirrel stable
stairs star statue stone stool stork storm story straw stream street summer sunday sunflower sunny sunset swan sweater
swing table tambourine tangerine tea teapot temple tennis tent theatre thimble thistle thunder ticket tiger timber
toast tomato torch tortoise toucan towel tower tractor train travel treasure tree triangle trumpet tulip tunnel turkey
turnip turtle twelve twig umbrella uncle unicorn valley vanilla vase velvet village vine violet violin volcano voyage
waffle wagon walnut walrus water wave wednesday weather weekend whale wheat wheel whistle willow window winter wizard
wonder wood wool wren yacht yellow yogurt zebra zigzag zipper
""".split())  # noqa: SIM905 - 626 quoted words are no easier to read
