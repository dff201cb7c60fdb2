/** Airports that anybody may think of, so that there are flights between them. */
export interface WellKnownAirport {
  iata: string;
  icao: string;
  countryCode: string;
  latitude: number;
  longitude: number;
  city: string;
  name: string;
}

const lines = `
LIS LPPT PT 38.77 -9.13 Lisbon/Humberto Delgado Airport
OPO LPPR PT 41.25 -8.68 Porto/Francisco Sá Carneiro Airport
FAO LPFR PT 37.01 -7.97 Faro/Faro Airport
FNC LPMA PT 32.70 -16.77 Funchal/Madeira Airport
PDL LPPD PT 37.74 -25.70 Ponta Delgada/João Paulo II Airport
MAD LEMD ES 40.47 -3.56 Madrid/Adolfo Suárez Madrid-Barajas Airport
BCN LEBL ES 41.30 2.08 Barcelona/Josep Tarradellas Barcelona-El Prat Airport
AGP LEMG ES 36.67 -4.50 Málaga/Málaga Airport
PMI LEPA ES 39.55 2.74 Palma de Mallorca/Palma de Mallorca Airport
CDG LFPG FR 49.01 2.55 Paris/Charles de Gaulle Airport
ORY LFPO FR 48.73 2.36 Paris/Orly Airport
NCE LFMN FR 43.66 7.22 Nice/Côte d'Azur Airport
LYS LFLL FR 45.73 5.08 Lyon/Saint-Exupéry Airport
LHR EGLL GB 51.47 -0.45 London/Heathrow Airport
LGW EGKK GB 51.15 -0.18 London/Gatwick Airport
MAN EGCC GB 53.35 -2.27 Manchester/Manchester Airport
EDI EGPH GB 55.95 -3.37 Edinburgh/Edinburgh Airport
DUB EIDW IE 53.42 -6.27 Dublin/Dublin Airport
AMS EHAM NL 52.31 4.76 Amsterdam/Schiphol Airport
BRU EBBR BE 50.90 4.48 Brussels/Brussels Airport
LUX ELLX LU 49.63 6.21 Luxembourg/Luxembourg Airport
FRA EDDF DE 50.03 8.56 Frankfurt/Frankfurt am Main Airport
MUC EDDM DE 48.35 11.79 Munich/Munich Airport
BER EDDB DE 52.36 13.50 Berlin/Brandenburg Airport
HAM EDDH DE 53.63 9.99 Hamburg/Hamburg Airport
DUS EDDL DE 51.29 6.77 Düsseldorf/Düsseldorf Airport
ZRH LSZH CH 47.46 8.55 Zurich/Zurich Airport
GVA LSGG CH 46.24 6.11 Geneva/Geneva Airport
VIE LOWW AT 48.11 16.57 Vienna/Vienna Airport
PRG LKPR CZ 50.10 14.26 Prague/Václav Havel Airport
WAW EPWA PL 52.17 20.97 Warsaw/Chopin Airport
KRK EPKK PL 50.08 19.78 Kraków/John Paul II Airport
BUD LHBP HU 47.44 19.26 Budapest/Ferenc Liszt Airport
OTP LROP RO 44.57 26.09 Bucharest/Henri Coandă Airport
SOF LBSF BG 42.70 23.41 Sofia/Sofia Airport
ATH LGAV GR 37.94 23.94 Athens/Eleftherios Venizelos Airport
FCO LIRF IT 41.80 12.25 Rome/Fiumicino Airport
MXP LIMC IT 45.63 8.73 Milan/Malpensa Airport
VCE LIPZ IT 45.51 12.35 Venice/Marco Polo Airport
NAP LIRN IT 40.89 14.29 Naples/Naples Airport
CPH EKCH DK 55.62 12.66 Copenhagen/Kastrup Airport
OSL ENGM NO 60.19 11.10 Oslo/Gardermoen Airport
BGO ENBR NO 60.29 5.22 Bergen/Flesland Airport
ARN ESSA SE 59.65 17.92 Stockholm/Arlanda Airport
GOT ESGG SE 57.66 12.28 Gothenburg/Landvetter Airport
HEL EFHK FI 60.32 24.96 Helsinki/Vantaa Airport
KEF BIKF IS 63.99 -22.61 Reykjavík/Keflavík Airport
TLL EETN EE 59.41 24.83 Tallinn/Lennart Meri Airport
RIX EVRA LV 56.92 23.97 Riga/Riga Airport
VNO EYVI LT 54.63 25.29 Vilnius/Vilnius Airport
IST LTFM TR 41.26 28.74 Istanbul/Istanbul Airport
TLV LLBG IL 32.01 34.89 Tel Aviv/Ben Gurion Airport
CAI HECA EG 30.12 31.41 Cairo/Cairo Airport
CMN GMMN MA 33.37 -7.59 Casablanca/Mohammed V Airport
JNB FAOR ZA -26.14 28.25 Johannesburg/O. R. Tambo Airport
CPT FACT ZA -33.96 18.60 Cape Town/Cape Town Airport
NBO HKJK KE -1.32 36.93 Nairobi/Jomo Kenyatta Airport
LAD FNLU AO -8.86 13.23 Luanda/Quatro de Fevereiro Airport
DXB OMDB AE 25.25 55.36 Dubai/Dubai Airport
DOH OTHH QA 25.27 51.61 Doha/Hamad Airport
DEL VIDP IN 28.57 77.10 Delhi/Indira Gandhi Airport
BOM VABB IN 19.09 72.87 Mumbai/Chhatrapati Shivaji Airport
BKK VTBS TH 13.68 100.75 Bangkok/Suvarnabhumi Airport
SIN WSSS SG 1.35 103.99 Singapore/Changi Airport
KUL WMKK MY 2.75 101.71 Kuala Lumpur/Kuala Lumpur Airport
HKG VHHH HK 22.31 113.91 Hong Kong/Hong Kong Airport
PEK ZBAA CN 40.08 116.58 Beijing/Capital Airport
PVG ZSPD CN 31.14 121.81 Shanghai/Pudong Airport
ICN RKSI KR 37.47 126.45 Seoul/Incheon Airport
HND RJTT JP 35.55 139.78 Tokyo/Haneda Airport
NRT RJAA JP 35.76 140.39 Tokyo/Narita Airport
SYD YSSY AU -33.95 151.18 Sydney/Kingsford Smith Airport
MEL YMML AU -37.67 144.84 Melbourne/Melbourne Airport
AKL NZAA NZ -37.01 174.79 Auckland/Auckland Airport
JFK KJFK US 40.64 -73.78 New York/John F. Kennedy Airport
EWR KEWR US 40.69 -74.17 Newark/Liberty Airport
BOS KBOS US 42.36 -71.01 Boston/Logan Airport
ATL KATL US 33.64 -84.43 Atlanta/Hartsfield-Jackson Airport
ORD KORD US 41.98 -87.90 Chicago/O'Hare Airport
DFW KDFW US 32.90 -97.04 Dallas/Dallas-Fort Worth Airport
DEN KDEN US 39.86 -104.67 Denver/Denver Airport
LAX KLAX US 33.94 -118.41 Los Angeles/Los Angeles Airport
SFO KSFO US 37.62 -122.37 San Francisco/San Francisco Airport
SEA KSEA US 47.45 -122.31 Seattle/Tacoma Airport
MIA KMIA US 25.79 -80.29 Miami/Miami Airport
YYZ CYYZ CA 43.68 -79.63 Toronto/Pearson Airport
YVR CYVR CA 49.19 -123.18 Vancouver/Vancouver Airport
MEX MMMX MX 19.44 -99.07 Mexico City/Benito Juárez Airport
BOG SKBO CO 4.70 -74.15 Bogotá/El Dorado Airport
LIM SPJC PE -12.02 -77.11 Lima/Jorge Chávez Airport
SCL SCEL CL -33.39 -70.79 Santiago/Arturo Merino Benítez Airport
EZE SAEZ AR -34.82 -58.54 Buenos Aires/Ezeiza Airport
GRU SBGR BR -23.43 -46.47 São Paulo/Guarulhos Airport
GIG SBGL BR -22.81 -43.24 Rio de Janeiro/Galeão Airport`;

export const wellKnownAirports: readonly WellKnownAirport[] = lines.trim().split('\n').map(airportOf);

function airportOf(line: string): WellKnownAirport {
  const [iata = '', icao = '', countryCode = '', latitude, longitude, ...words] = line.split(' ');
  const [city = '', name = ''] = words.join(' ').split('/');
  return { iata, icao, countryCode, latitude: Number(latitude), longitude: Number(longitude), city, name };
}
