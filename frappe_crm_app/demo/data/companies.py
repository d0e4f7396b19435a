"""The sixty customers: who they are, where they sit and what they ship."""

from typing import NamedTuple


class Company(NamedTuple):
	"""A customer to be; of persons `name` is first and last name, and `slug` is empty."""

	name: str
	slug: str
	kind: str
	relationship: str
	city: str
	industry: str
	platform: str
	content: str
	account_type: str


COMPANIES = tuple(
	Company(*fields)
	for fields in (
		# Clients
		("Casa Lumbre Muebles", "casalumbre", "Company", "Client", "guadalajara", "Furniture", "Tiendanube", "flat-pack furniture", "SME"),
		("Northlake Outfitters", "northlake-outfitters", "Company", "Client", "chicago", "Apparel", "Shopify", "outdoor clothing", "Enterprise"),
		("Botica Serena", "boticaserena", "Company", "Client", "mexico-city", "Health & Beauty", "VTEX", "skin care", "SME"),
		("Tres Volcanes Café", "tresvolcanes", "Company", "Client", "mexico-city", "Food & Beverage", "WooCommerce", "roasted coffee", "SME"),
		("Ferretera del Bravo", "ferretera-bravo", "Company", "Client", "monterrey", "Hardware", "Magento", "power tools", "Enterprise"),
		("Lark & Finch Stationers", "larkfinch", "Company", "Client", "london", "Stationery", "Shopify", "notebooks and pens", "SME"),
		("Hafenlicht Leuchten", "hafenlicht", "Company", "Client", "hamburg", "Lighting", "Magento", "lamps", "SME"),
		("Calzado Andarín", "calzadoandarin", "Company", "Client", "guadalajara", "Footwear", "Mercado Libre", "shoes", "Enterprise"),
		("Piñón Juguetes", "pinonjuguetes", "Company", "Client", "queretaro", "Toys", "Tiendanube", "wooden toys", "Startup"),
		("Redwood Pet Supply", "redwoodpet", "Company", "Client", "los-angeles", "Pet Supplies", "BigCommerce", "dry pet food", "Enterprise"),
		("Olivar de Levante", "olivardelevante", "Company", "Client", "valencia", "Food & Beverage", "PrestaShop", "olive oil", "SME"),
		("Atelier Croix-Rousse", "ateliercroixrousse", "Company", "Client", "lyon", "Apparel", "PrestaShop", "scarves", "SME"),
		("Maple Ridge Cycles", "mapleridgecycles", "Company", "Client", "toronto", "Sporting Goods", "Shopify", "bicycle parts", "SME"),
		("Óptica Bahía", "opticabahia", "Company", "Client", "tijuana", "Health & Beauty", "Own Platform", "glasses frames", "SME"),
		("Mühlbach Feinkost", "muehlbach-feinkost", "Company", "Client", "munich", "Food & Beverage", "WooCommerce", "preserves", "SME"),
		("Sunward Solar Parts", "sunwardsolar", "Company", "Client", "austin", "Electronics", "BigCommerce", "solar mounting kits", "Corporate"),
		("Cuero y Cobre", "cueroycobre", "Company", "Client", "monterrey", "Accessories", "Shopify", "leather bags", "SME"),
		("Gran Pampa Deportes", "granpampa", "Company", "Client", "santiago", "Sporting Goods", "VTEX", "football gear", "Enterprise"),
		("Kanda Tea House", "kandatea", "Company", "Client", "osaka", "Food & Beverage", "Shopify", "loose tea", "SME"),
		("Vidrio Azul", "vidrioazul", "Company", "Client", "mexico-city", "Home Goods", "Mercado Libre", "glassware", "SME"),
		("Tramontana Bikes", "tramontanabikes", "Company", "Client", "madrid", "Sporting Goods", "PrestaShop", "helmets", "SME"),
		("Castelli Ricambi", "castelliricambi", "Company", "Client", "milan", "Auto Parts", "Magento", "car spare parts", "Corporate"),
		("Porto Verde Cosméticos", "portoverde", "Company", "Client", "sao-paulo", "Health & Beauty", "VTEX", "shampoo bars", "SME"),
		("Halcyon Board Games", "halcyongames", "Company", "Client", "manchester", "Toys", "Amazon", "board games", "Startup"),
		# Prospects
		("Luna Textil", "lunatextil", "Company", "Prospect", "queretaro", "Apparel", "Shopify", "bed linen", "SME"),
		("Cactus & Clay", "cactusandclay", "Company", "Prospect", "austin", "Home Goods", "Shopify", "ceramic pots", "Startup"),
		("Bicimundo Bogotá", "bicimundo", "Company", "Prospect", "bogota", "Sporting Goods", "WooCommerce", "bicycles", "SME"),
		("Electro Norte", "electronorte", "Company", "Prospect", "monterrey", "Electronics", "Mercado Libre", "phone accessories", "Enterprise"),
		("Bramble Kitchenware", "bramblekitchen", "Company", "Prospect", "manchester", "Home Goods", "BigCommerce", "enamel cookware", "SME"),
		("Papelería Colibrí", "papeleriacolibri", "Company", "Prospect", "mexico-city", "Stationery", "Tiendanube", "school supplies", "SME"),
		("Sahyadri Spices", "sahyadrispices", "Company", "Prospect", "pune", "Food & Beverage", "Amazon", "spice mixes", "SME"),
		("Bernstein Schmuck", "bernstein-schmuck", "Company", "Prospect", "hamburg", "Jewellery", "WooCommerce", "amber jewellery", "SME"),
		("Bałtyk Outdoor", "baltykoutdoor", "Company", "Prospect", "gdansk", "Sporting Goods", "PrestaShop", "tents", "SME"),
		("Coral Keys Swimwear", "coralkeys", "Company", "Prospect", "miami", "Apparel", "Shopify", "swimwear", "Startup"),
		("Refacciones Águila", "refaccionesaguila", "Company", "Prospect", "guadalajara", "Auto Parts", "Own Platform", "brake pads", "Enterprise"),
		("Nido Bebé", "nidobebe", "Company", "Prospect", "santiago", "Baby Products", "VTEX", "pushchairs", "SME"),
		("Maison Tilleul", "maisontilleul", "Company", "Prospect", "lyon", "Home Goods", "PrestaShop", "candles", "Startup"),
		("De Werkbank", "dewerkbank", "Company", "Prospect", "rotterdam", "Hardware", "Magento", "hand tools", "SME"),
		("Huerta Clara", "huertaclara", "Company", "Prospect", "valencia", "Food & Beverage", "WooCommerce", "citrus boxes", "SME"),
		("Silverline Audio", "silverlineaudio", "Company", "Prospect", "los-angeles", "Electronics", "Amazon", "headphones", "Corporate"),
		("Dulces Doña Petra", "donapetra", "Company", "Prospect", "tijuana", "Food & Beverage", "Other", "sweets", "SME"),
		("Granito Fitness", "granitofitness", "Company", "Prospect", "madrid", "Sporting Goods", "Shopify", "kettlebells", "Startup"),
		("Ravenswood Books", "ravenswoodbooks", "Company", "Prospect", "chicago", "Books", "Own Platform", "second-hand books", "SME"),
		("Tropicália Discos", "tropicaliadiscos", "Company", "Prospect", "sao-paulo", "Music", "Other", "vinyl records", "Startup"),
		("Isabel Monreal", "", "Person", "Prospect", "mexico-city", "Jewellery", "Shopify", "silver earrings", "Individual"),
		("Ethan Rosewood", "", "Person", "Prospect", "toronto", "Collectibles", "Other", "trading cards", "Individual"),
		("Nadia Berger", "", "Person", "Prospect", "munich", "Art", "Shopify", "prints", "Individual"),
		("Julián Echeverri", "", "Person", "Prospect", "bogota", "Electronics", "Mercado Libre", "drone parts", "Individual"),
		("Fiona Gallacher", "", "Person", "Client", "london", "Apparel", "Shopify", "knitwear", "Individual"),
		("Arturo Villegas", "", "Person", "Client", "monterrey", "Accessories", "Mercado Libre", "watch straps", "Individual"),
		# Partner prospects
		("Enlace Comercio Digital", "enlacecomercio", "Company", "Partner Prospect", "mexico-city", "E-commerce Agency", "", "", "SME"),
		("Brightdock Integrations", "brightdock", "Company", "Partner Prospect", "austin", "Software", "", "", "Startup"),
		("Elbe Commerce Partner", "elbecommerce", "Company", "Partner Prospect", "hamburg", "E-commerce Agency", "", "", "SME"),
		("Ruta Sur Aduanas", "rutasur", "Company", "Partner Prospect", "santiago", "Customs Broker", "", "", "SME"),
		("Cartwright Payments", "cartwrightpay", "Company", "Partner Prospect", "london", "Payments", "", "", "Enterprise"),
		# Suppliers and others
		("Cartones Regios", "cartonesregios", "Supplier", "Prospect", "monterrey", "Packaging", "", "corrugated boxes", "SME"),
		("Transportes Mezquital", "mezquital", "Supplier", "Prospect", "queretaro", "Road Freight", "", "pallets", "Enterprise"),
		("Halden Forklifts", "haldenforklifts", "Supplier", "Prospect", "rotterdam", "Equipment", "", "", "SME"),
		("Etiqueta Rápida", "etiquetarapida", "Supplier", "Prospect", "tijuana", "Packaging", "", "thermal labels", "SME"),
		("Cámara de Comercio Electrónico del Bajío", "camarabajio", "Other", "Prospect", "queretaro", "Trade Association", "", "", ""),
	)
)  # fmt: skip

FORMER_CLIENTS = ("Vidrio Azul", "Halcyon Board Games")  # registration removed, history kept
CHANNELS = ("Inbound", "Outbound", "Referral", "Trade Fair", "Marketplace", "Partner")
ANNOTATIONS = (
	"Peak from mid October to January; wants capacity confirmed in writing before September.",
	"Was with a large carrier until last year. Left over damaged parcels, so packaging is the first question.",
	"Decides slowly but keeps to what is agreed. Always send the summary on the same day.",
	"Prices every lane separately and compares. Bring the rate sheet.",
	"Prefers WhatsApp for day-to-day matters, email for anything with a number in it.",
	"Second warehouse planned; no date yet.",
	"Pays on time. Purchasing and operations do not always talk to each other.",
	"Seasonal: hardly reachable in August.",
)  # fmt: skip
PARTNER_NETWORKS = ("LinkedIn", "Instagram", "YouTube", "X")
RELATIONS = (
	# customer, relation, other customer
	("Casa Lumbre Muebles", "Supplier", "Cartones Regios"),
	("Botica Serena", "Supplier", "Etiqueta Rápida"),
	("Ferretera del Bravo", "Competitor", "Refacciones Águila"),
	("Calzado Andarín", "Subsidiary", "Cuero y Cobre"),
	("Cuero y Cobre", "Parent Company", "Calzado Andarín"),
	("Northlake Outfitters", "Reseller", "Cactus & Clay"),
)  # fmt: skip
REFERRALS = (
	# referred customer, who referred it
	("Luna Textil", "Casa Lumbre Muebles"),
	("Piñón Juguetes", "Tres Volcanes Café"),
	("Bramble Kitchenware", "Lark & Finch Stationers"),
	("Maison Tilleul", "Atelier Croix-Rousse"),
	("Silverline Audio", "Enlace Comercio Digital"),
	("Bernstein Schmuck", "Elbe Commerce Partner"),
)  # fmt: skip
