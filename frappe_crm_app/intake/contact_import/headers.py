"""The headers by which columns are known, letters and digits only, without accents (pure): those of common exports (HubSpot, Pipedrive,
Zoho, Salesforce, Google, Outlook, LinkedIn, Mailchimp, Facebook, EspoCRM, ERPNext, Odoo), and German, French, Spanish, Portuguese.

A bare `ID` is not taken by itself, nor a company's or deal's. The contact's own key of another system is; two systems may have the same ones
for different people, which `matching.py` refuses.
"""

# The contact's own key in the exports of HubSpot, Pipedrive, Zoho and Salesforce; an `External ID` beside it goes before it.
OWN_IDS = ("recordid", "recordidcontact", "contactid", "contactid18", "personid")
ALIASES = {
	"first_name": (
		*("firstname", "givenname", "forename", "first", "fname", "personfirstname", "contactfirstname"),
		*("vorname", "prenom", "nombres", "primeironome", "primernombre"),
	),
	"last_name": (
		*("lastname", "surname", "familyname", "last", "lname", "personlastname", "contactlastname"),
		*("nachname", "familienname", "zuname", "nomdefamille", "apellido", "apellidos"),
		*("sobrenome", "apelido", "ultimonome"),
	),
	"full_name": ("fullname", "contactname", "personname", "nomcomplet", "nombrecompleto", "nomecompleto"),
	"email": (
		*("email", "emailaddress", "mail", "email1", "email1value", "email1address", "primaryemail"),
		*("workemail", "businessemail", "personemailwork", "emailid", "emailaddress1"),
		*("email2", "email2value", "email2address", "email3", "email3value", "email3address"),
		*("secondaryemail", "homeemail", "personalemail", "otheremail", "alternateemail"),
		*("additionalemailaddresses", "personemailhome", "personemailother"),
		*("emailadresse", "mailadresse", "emailprivat", "courriel", "adresseemail", "adressedemessagerie"),
		*("correo", "correoelectronico", "enderecodeemail"),
	),
	"phone": (
		*("phone", "telephone", "mobile", "phonenumber", "phoneno", "businessphone", "mobilephone"),
		*("mobilephonenumber", "mobilenumber", "mobileno", "telephonenumber", "phone1", "phone1value"),
		*("workphone", "primaryphone", "officephone", "homephone", "otherphone", "cell", "cellphone"),
		*("phone2", "phone2value", "phone3value", "businessphone2", "homephone2", "whatsappphonenumber"),
		*("personphonework", "personphonehome", "personphonemobile", "personphoneother"),
		*("telefon", "telefonnummer", "mobil", "mobiltelefon", "mobilnummer", "handy", "handynummer"),
		*("telefongeschaftlich", "telefonprivat", "tel", "telephonemobile", "telephoneportable", "portable"),
		*("telefono", "movil", "telefonomovil", "celular", "telefone", "telemovel", "telefonecelular"),
	),
	"company_name": (
		*("company", "companyname", "organisation", "organization", "organisationname", "organizationname"),
		*("associatedcompany", "accountname", "personorganization", "employer"),
		*("firma", "unternehmen", "firmenname", "entreprise", "societe", "empresa", "compania"),
	),
	"job_title": (
		*("jobtitle", "position", "organizationtitle", "organisationtitle", "title", "designation"),
		*("jobposition", "personjobtitle", "funktion", "berufsbezeichnung", "stellenbezeichnung"),
		*("fonction", "poste", "titreduposte", "cargo", "puesto"),
	),
	"status": ("status", "leadstatus"),
	"contact_type": ("contacttype",),
	"external_id": ("externalid", *OWN_IDS),
	"source": (
		*(
			"source",
			"leadsource",
			"contactsource",
			"originalsource",
			"originaltrafficsource",
			"quelle",
			"leadquelle",
		),
		*("origine", "origen", "fuente", "origem"),
	),
	"owned_by": (
		*("owner", "contactowner", "owneremail", "recordowner", "personowner", "salesperson"),
		*("assignedto", "assigneduser", "assignedusername", "besitzer", "zustandig", "zustandiger"),
		*("proprietaire", "propietario", "responsavel", "proprietario"),
	),
	"prospect_stage": ("prospectstage", "followupstage", "stage"),
	"tags": ("tags", "tag", "schlagworte", "etiquettes", "etiquetas", "personlabel", "personlabels"),
	"email_opt_out": (
		*("emailoptout", "optout", "unsubscribed", "unsubscribedfromallemail", "hasoptedoutofemail"),
		*("optedoutofemail", "emailoptedout", "donotemail", "abgemeldet", "desabonne", "descadastrado"),
	),
	"consent_text": (
		"consenttext",
		"consent",
		"gdprconsent",
		"einwilligung",
		"consentement",
		"consentimiento",
	),
	"notes": (
		*("notes", "note", "comments", "comment", "description", "remarks", "personnotes"),
		*("notizen", "notiz", "bemerkung", "bemerkungen", "anmerkungen", "beschreibung", "remarques"),
		*("notas", "observaciones", "observacoes"),
	),
	"address_line1": (
		*(
			"address",
			"street",
			"streetaddress",
			"mailingstreet",
			"addressline1",
			"address1",
			"businessstreet",
		),
		*("address1street", "strasse", "adresse", "anschrift", "rue", "direccion", "calle", "endereco"),
	),
	"city": (
		"city",
		"town",
		"mailingcity",
		"businesscity",
		"address1city",
		"stadt",
		"ort",
		"ville",
		"ciudad",
		"cidade",
	),
	"state": (
		*("state", "stateregion", "stateprovince", "province", "mailingstate", "mailingstateprovince"),
		*("businessstate", "address1region", "bundesland", "provincia", "estado"),
	),
	"postal_code": (
		*("postalcode", "zip", "zipcode", "mailingzip", "mailingpostalcode", "mailingzippostalcode"),
		*("businesspostalcode", "address1postalcode", "plz", "postleitzahl", "codepostal", "codigopostal"),
	),
	"country": (
		*("country", "countryregion", "mailingcountry", "addresscountry", "address1country"),
		*("address1countryregion", "businesscountryregion", "land", "pays", "pais"),
	),
}
# What depends on the other columns: `(with its partner there, by itself)`.
DEPENDING = {
	"name": ("last_name", "full_name"),
	"nom": ("last_name", "full_name"),
	"nombre": ("first_name", "full_name"),
	"nome": ("first_name", "full_name"),
}
