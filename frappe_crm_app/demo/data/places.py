"""Cities with their position, and the shape of their phone numbers, postal codes and street names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class City:
	"""A city; in `phone` and `postal_code` every `#` stands for a digit. Position in degrees, north and east positive."""

	name: str
	state: str
	country: str
	latitude: float
	longitude: float
	phone: str
	postal_code: str
	streets: tuple[str, ...]
	is_number_first: bool = False


CITIES = {
	"mexico-city": City(
		"Mexico City", "CDMX", "Mexico", 19.4326, -99.1332, "+52 55 1084 ####", "06#00",
		("Calle Durango", "Av. Insurgentes Sur", "Calle Tonalá", "Av. Universidad"),
	),
	"monterrey": City(
		"Monterrey", "Nuevo León", "Mexico", 25.6866, -100.3161, "+52 81 8040 ####", "64#00",
		("Av. Constitución", "Calle Hidalgo", "Av. Garza Sada"),
	),
	"guadalajara": City(
		"Guadalajara", "Jalisco", "Mexico", 20.6597, -103.3496, "+52 33 3030 ####", "44#00",
		("Av. Vallarta", "Calle Libertad", "Av. Chapultepec"),
	),
	"queretaro": City(
		"Querétaro", "Querétaro", "Mexico", 20.5888, -100.3899, "+52 442 290 ####", "760#0",
		("Av. Corregidora", "Calle Allende", "Blvd. Bernardo Quintana"),
	),
	"tijuana": City(
		"Tijuana", "Baja California", "Mexico", 32.5149, -117.0382, "+52 664 607 ####", "220#0",
		("Blvd. Agua Caliente", "Av. Revolución", "Calle Segunda"),
	),
	"austin": City(
		"Austin", "Texas", "United States", 30.2672, -97.7431, "+1 512 555 01##", "787##",
		("Barton Springs Rd", "E Cesar Chavez St", "Burnet Rd"), True,
	),
	"chicago": City(
		"Chicago", "Illinois", "United States", 41.8781, -87.6298, "+1 312 555 01##", "606##",
		("W Fulton St", "N Halsted St", "S Wabash Ave"), True,
	),
	"miami": City(
		"Miami", "Florida", "United States", 25.7743, -80.2437, "+1 305 555 01##", "331##",
		("NW 36th St", "Coral Way", "SW 8th St"), True,
	),
	"los-angeles": City(
		"Los Angeles", "California", "United States", 34.0522, -118.2437, "+1 213 555 01##", "900##",
		("E 7th St", "S Alameda St", "Mateo St"), True,
	),
	"toronto": City(
		"Toronto", "Ontario", "Canada", 43.6629, -79.3957, "+1 416 555 01##", "M5V 1B#",
		("Queen St W", "Dupont St", "Carlaw Ave"), True,
	),
	"london": City(
		"London", "Greater London", "United Kingdom", 51.5072, -0.1276, "+44 20 7946 0###", "SE1 #HF",
		("Bermondsey Street", "Old Street", "Tooley Street"), True,
	),
	"manchester": City(
		"Manchester", "Greater Manchester", "United Kingdom", 53.4808, -2.2426, "+44 161 496 0###", "M4 #AB",
		("Ducie Street", "Great Ancoats Street"), True,
	),
	"madrid": City(
		"Madrid", "Madrid", "Spain", 40.4168, -3.7038, "+34 91 055 ####", "2800#",
		("Calle de Alcalá", "Calle de Embajadores", "Paseo de las Delicias"),
	),
	"valencia": City(
		"Valencia", "Valencia", "Spain", 39.4699, -0.3763, "+34 96 104 ####", "4600#",
		("Carrer de Sueca", "Avinguda del Port"),
	),
	"hamburg": City(
		"Hamburg", "Hamburg", "Germany", 53.5586, 9.9915, "+49 40 66969 ###", "2035#",
		("Schanzenstraße", "Große Elbstraße", "Wendenstraße"),
	),
	"munich": City(
		"Munich", "Bavaria", "Germany", 48.1374, 11.5755, "+49 89 99998 ###", "8033#",
		("Lindwurmstraße", "Schwanthalerstraße", "Dachauer Straße"),
	),
	"lyon": City(
		"Lyon", "Auvergne-Rhône-Alpes", "France", 45.764, 4.8357, "+33 4 65 71 ## ##", "6900#",
		("Rue Garibaldi", "Cours Lafayette", "Rue de Marseille"), True,
	),
	"rotterdam": City(
		"Rotterdam", "South Holland", "Netherlands", 51.9244, 4.4777, "+31 10 798 ####", "30## AB",
		("Nieuwe Binnenweg", "Goudsesingel"),
	),
	"milan": City(
		"Milan", "Lombardy", "Italy", 45.4642, 9.19, "+39 02 8088 ####", "201##",
		("Via Savona", "Corso di Porta Romana", "Via Tortona"),
	),
	"gdansk": City(
		"Gdańsk", "Pomerania", "Poland", 54.372, 18.6, "+48 58 732 ####", "80-3##",
		("ulica Grunwaldzka", "ulica Kołobrzeska"),
	),
	"sao-paulo": City(
		"São Paulo", "São Paulo", "Brazil", -23.5505, -46.6333, "+55 11 3090 ####", "01#00-000",
		("Rua Augusta", "Alameda Santos", "Rua Vergueiro"),
	),
	"bogota": City(
		"Bogotá", "Cundinamarca", "Colombia", 4.65, -74.0836, "+57 601 508 ####", "110#11",
		("Carrera 15", "Calle 93", "Avenida Caracas"),
	),
	"santiago": City(
		"Santiago", "Región Metropolitana", "Chile", -33.4489, -70.6693, "+56 2 2840 ####", "83#0000",
		("Avenida Matta", "Calle Dieciocho", "Avenida Vicuña Mackenna"),
	),
	"osaka": City(
		"Osaka", "Osaka", "Japan", 34.6937, 135.5023, "+81 6 4560 ####", "530-00##",
		("Nakanoshima", "Kitahama", "Minamisenba"),
	),
	"pune": City(
		"Pune", "Maharashtra", "India", 18.5204, 73.8567, "+91 20 6720 ####", "4110##",
		("FC Road", "Senapati Bapat Road", "Baner Road"), True,
	),
}  # fmt: skip
