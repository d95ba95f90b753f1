"""The companies of the story: all invented, none of them meant to be anybody."""

from __future__ import annotations

from dataclasses import dataclass

_FIRMS = """
Brightwater Dental|Five dental practices in two towns|Health|64|Mia Torres|Practice manager
Larkfield Legal|A law office for property and family|Legal|38|Edwin Hale|Managing partner
Copperline Brewing|Brews and bottles ale for the county|Food|52|Nora Whelan|Operations lead
Tidewell Logistics|Pallets from the port to the north|Transport|118|Oscar Lind|Head of operations
Ashgrove Architects|Schools and libraries, drawn and built|Building|27|Ines Carvalho|Studio manager
Penhallow Farms|Vegetables for four supermarkets|Agriculture|83|Giles Penhallow|Owner
Merrow Marine|Repairs and refits small ships|Marine|46|Tamsin Roe|Yard manager
Foxley Primary Trust|Four primary schools under one roof|Education|140|Hugh Bramley|Business manager
Quillon Insurance Brokers|Insures shops and restaurants|Insurance|31|Safiya Khan|Director
Hollin Veterinary|Three surgeries and a night clinic|Health|44|Petra Novotna|Practice lead
Stonecrop Surveyors|Measures land and buildings|Construction|22|Callum Reid|Partner
Nettlebed Hotels|Two country hotels and a spa|Hospitality|97|Bianca Moretti|General manager
Greyling Print|Packaging for cosmetics|Manufacturing|71|Anton Weiss|Plant manager
Sable & Rook|Tailors men's suits to measure|Retail|18|Judith Rook|Co-owner
Windrush Housing|Two thousand homes for rent|Housing|126|Denise Okoro|Head of systems
Orchard Lane Surgery|Eleven doctors, nine thousand patients|Health|41|Dr Samuel Osei|Senior partner
Kestrel Couriers|Same-day parcels by van and bicycle|Transport|66|Jonas Friis|Fleet manager
Millrace Accountants|Books and tax for farms and pubs|Accounting|34|Harriet Coleman|Partner
Bellweather Theatre|A theatre with a school attached|Arts|29|Rufus Adair|Executive director
Cinder Street Studios|Records and films for others|Media|16|Zoe Lambert|Studio head
Harrowgate Joinery|Staircases and shop fittings|Manufacturing|58|Magnus Berg|Works manager
Lindenbrook Care|Six care homes|Care|210|Carys Morgan|Director of operations
Ferrous Fabrication|Steel frames for barns and halls|Manufacturing|77|Viktor Halasz|Director
Saltmarsh Seafood|Oysters and mussels, picked and posted|Food|24|Elin Strand|Owner
Dovecote Nurseries|Day nurseries in five villages|Education|61|Grace Mbeki|Area manager
Torrance Opticians|Eye tests and frames in six shops|Health|49|Neil Torrance|Owner
Wexcombe Services|Parks, bins and lamps for the district|Public|155|Alison Pryce|Service director
Halcyon Travel|Walking holidays in the hills|Travel|19|Marta Zielinska|Founder
Upton Plastics|Lids, caps and closures|Manufacturing|88|Ray Dunmore|Operations director
Beacon Street Charity|Advice on debt and housing|Charity|26|Leila Haddad|Chief officer
Redfern Garages|Seven garages and a body shop|Automotive|73|Pat Redfern|Group manager
Ivybridge Estates|Lets and sells homes|Property|33|Camille Dubois|Branch director
Longacre Wines|Imports wine for restaurants|Food|21|Theo Castellan|Buyer
Pinnacle Scaffolding|Scaffolds for church towers|Construction|54|Shane Doyle|Contracts manager
Thistledown Textiles|Wool blankets, woven and sold|Manufacturing|47|Morag Sinclair|Mill manager
Cobalt Dental Lab|Crowns and bridges for dentists|Health|28|Yusuf Demir|Lab owner
Elmhurst Solicitors|Wills, trusts and conveyancing|Legal|42|Rowena Pike|Practice director
Marlowe Events|Conferences from fifty to five hundred|Events|23|Dominic Frey|Director
Northmoor Energy Advice|Surveys homes for heat pumps|Energy|37|Freya Holt|Operations head
Ravensworth School|A boarding school on the moor|Education|132|Lucian Grey|Bursar
Skylark Aviation Parts|Seats and trim for small aircraft|Manufacturing|63|Helena Brand|Quality lead
Tallow & Wick|Candles for hotels|Manufacturing|17|Imogen Wick|Owner
Vantage Physio|Physiotherapy in eight rooms|Health|30|Rashid Noor|Clinical lead
Whitcombe Quarry|Stone for walls and roads|Mining|59|Bryn Howell|Quarry manager
Yarrow Pharmacy Group|Nine village pharmacies|Health|85|Anjali Mehta|Superintendent
Amberley Auctions|Furniture and farm auctions|Retail|20|Clement Shaw|Auctioneer
Bracken Outdoor|Tents and boots for hire|Retail|36|Saskia Vos|Manager
Calder Rail Services|Signals and track maintenance|Transport|149|Ewan Marr|Systems manager
Driftwood Furniture|Tables from reclaimed timber|Manufacturing|25|Orla Quinn|Founder
Everley Opticals|Lenses for instruments|Manufacturing|68|Konrad Maier|Technical director
Fenwick Dairies|Milk and cheese for schools|Food|92|Janet Fenwick|Director
Glasshouse Marketing|Campaigns for garden centres|Marketing|15|Max Adler|Partner
Hawthorn Hospice|Care at the end of life|Care|74|Sister Agnes Daly|Matron
Inkwell Books|Five bookshops and a warehouse|Retail|40|Tobias Lund|Buyer and systems
Juniper Labs|Tests water and soil|Science|35|Dr Amara Nwosu|Laboratory director
Kingsmead Dentistry|Two practices and an implant clinic|Health|32|Farah Aziz|Practice manager
Lockhart Freight|Containers by sea and road|Transport|104|Gareth Vaughan|IT lead
Moorland Brewhouse|A pub chain with its own beer|Hospitality|112|Becca Stone|Operations director
Newbridge Clinics|Skin and travel clinics|Health|50|Dr Paulo Reis|Medical director
Oakhanger Timber|Sawmill and timber yard|Manufacturing|55|Ned Fairley|Yard owner
"""

REGIMES = {
    "Health": ["GDPR", "Patient data"],
    "Care": ["GDPR", "Patient data"],
    "Legal": ["GDPR", "Legal privilege"],
    "Insurance": ["GDPR", "Financial conduct"],
    "Accounting": ["GDPR", "Financial conduct"],
    "Retail": ["GDPR", "PCI DSS"],
    "Hospitality": ["GDPR", "PCI DSS"],
}


@dataclass(frozen=True, slots=True)
class Firm:
    """One invented company with the person whom the provider deals with there."""

    name: str
    does: str
    industry: str
    headcount: int
    contact: str
    title: str

    @property
    def domain(self) -> str:
        """Give a mail domain that nobody can own."""
        first = "".join(letter for letter in self.name.split(" ")[0].lower() if letter.isalpha())
        return f"{first}.example"


def firms() -> list[Firm]:
    """Give all companies of the story, in order."""
    found = []
    for row in _FIRMS.strip().splitlines():
        name, does, industry, headcount, contact, title = row.split("|")
        found.append(Firm(name, does, industry, int(headcount), contact, title))
    return found
