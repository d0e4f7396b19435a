"""First and last names by country, as common there as Anna and Smith elsewhere."""

SPANISH = (
	("Lucía", "Mateo", "Valeria", "Santiago", "Camila", "Rodrigo", "Ximena", "Andrés", "Fernanda", "Emilio", "Paola",
	 "Joaquín", "Regina", "Héctor", "Daniela", "Iván", "Mariana", "Álvaro", "Natalia", "Gonzalo", "Elena", "Tomás"),
	("Hernández", "Salazar", "Ibáñez", "Cárdenas", "Montoya", "Aguirre", "Peralta", "Zamora", "Bautista", "Quintero",
	 "Escobar", "Treviño", "Palacios", "Lozano", "Robles", "Arriaga", "Carrasco", "Miranda", "Valdés", "Ocampo"),
)  # fmt: skip
ENGLISH = (
	("Hannah", "Marcus", "Priya", "Owen", "Naomi", "Caleb", "Grace", "Devon", "Amara", "Theo", "Simone", "Wesley",
	 "Chloe", "Malik", "Rosalind", "Graham", "Keisha", "Elliot", "Tessa", "Jerome", "Imogen", "Desmond"),
	("Whitfield", "Okafor", "Brennan", "Calloway", "Nguyen", "Hargreaves", "Sutton", "Delgado", "Fairbanks", "Mbeki",
	 "Prescott", "Kowalski", "Abernathy", "Chandra", "Lockhart", "Winslow", "Osborne", "Tran", "Merriweather", "Stokes"),
)  # fmt: skip
GERMAN = (
	("Katrin", "Jonas", "Leonie", "Matthias", "Franziska", "Tobias", "Anke", "Florian", "Sabine", "Yusuf"),
	("Brandt", "Hofmann", "Köhler", "Schröder", "Vogt", "Lindner", "Böttcher", "Yılmaz", "Krüger", "Reimann"),
)
FRENCH = (
	("Camille", "Antoine", "Élodie", "Baptiste", "Margaux", "Karim", "Solène", "Thibault"),
	("Lefèvre", "Marchand", "Benali", "Rousseau", "Garnier", "Delacroix", "Perrin", "Chevalier"),
)
DUTCH = (
	("Femke", "Bram", "Sanne", "Joost", "Lotte", "Ruben"),
	("de Vries", "Bakker", "van Dijk", "Hoekstra", "Mulder", "Postma"),
)
ITALIAN = (
	("Giulia", "Lorenzo", "Chiara", "Davide", "Martina", "Riccardo", "Alessia", "Stefano"),
	("Ferraris", "Colombo", "Bianchini", "Marchetti", "Rinaldi", "Galli", "Fontana", "Moretti"),
)
POLISH = (
	("Zofia", "Kacper", "Magdalena", "Piotr", "Agnieszka", "Wojciech"),
	("Nowicka", "Wiśniewski", "Kamiński", "Zielińska", "Wrona", "Dąbek"),
)
PORTUGUESE = (
	("Beatriz", "Thiago", "Larissa", "Caio", "Helena", "Renato", "Júlia", "Vinícius"),
	("Carvalho", "Nogueira", "Teixeira", "Figueiredo", "Barros", "Monteiro", "Queiroz", "Siqueira"),
)
JAPANESE = (
	("Haruka", "Kenta", "Yui", "Daisuke", "Aya", "Shota"),
	("Nishimura", "Kobayashi", "Hayashi", "Matsuda", "Fujimoto", "Ogawa"),
)
INDIAN = (
	("Ananya", "Rohan", "Kavya", "Vikram", "Meera", "Aditya"),
	("Deshpande", "Kulkarni", "Iyer", "Banerjee", "Joshi", "Patwardhan"),
)

NAMES = {
	"Mexico": SPANISH,
	"Colombia": SPANISH,
	"Chile": SPANISH,
	"Spain": SPANISH,
	"United States": ENGLISH,
	"Canada": ENGLISH,
	"United Kingdom": ENGLISH,
	"Germany": GERMAN,
	"France": FRENCH,
	"Netherlands": DUTCH,
	"Italy": ITALIAN,
	"Poland": POLISH,
	"Brazil": PORTUGUESE,
	"Japan": JAPANESE,
	"India": INDIAN,
}

JOB_TITLES = (
	"Head of Operations", "Logistics Manager", "Warehouse Manager", "E-commerce Manager", "Purchasing Lead", "CFO",
	"Managing Director", "Supply Chain Analyst", "Customer Service Lead", "Founder", "Import Coordinator", "COO",
	"Head of Marketplace", "Accounts Payable", "Shipping Supervisor", "IT Manager",
)  # fmt: skip
AFFILIATION_ROLES = ("Adviser", "Board Member", "Consultant", "Co-owner", "Interim Manager")
