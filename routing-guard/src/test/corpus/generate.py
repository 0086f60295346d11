"""Writes the labelled corpus for the detection of personal data.

Sentences are written by hand, in several languages. Numbers are made up, and valid by check rules implemented here from the
issuers' descriptions, not by the library. Hard negatives are what looks alike: valid forms with one wrong digit next to the
right word, order numbers, versions, hashes, ISBNs, dates. Run: python3 generate.py > corpus.tsv (the output never changes).
"""
import random

R = random.Random(20261123)
ROWS = []


def row(cls, label, lang, text):
    ROWS.append((cls, label, lang, text))


def digits(n, first="0123456789"):
    return R.choice(first) + "".join(R.choice("0123456789") for _ in range(n - 1))


def luhn_digit(body):
    total = 0
    for k, ch in enumerate(reversed(body)):
        d = int(ch) * (2 if k % 2 == 0 else 1)
        total += d // 10 + d % 10
    return str((10 - total % 10) % 10)


def wrong_digit(text, keep=0):
    """Replaces one digit by another. No check rule used here survives that, but for rules that are tried again."""
    places = [k for k, ch in enumerate(text) if ch.isdigit() and k >= keep]
    k = R.choice(places)
    return text[:k] + R.choice([d for d in "0123456789" if d != text[k]]) + text[k + 1:]


def date():
    return R.randint(40, 99), R.randint(1, 12), R.randint(1, 28)


# ---------------------------------------------------------------------------------------------- values
def card():
    kind = R.choice(["visa", "visa", "mc", "mc2", "amex", "discover", "jcb", "diners", "unionpay"])
    prefix, length = {"visa": ("4", 16), "mc": (str(R.randint(51, 55)), 16), "mc2": (str(R.randint(2221, 2720)), 16),
                      "amex": (R.choice(["34", "37"]), 15), "discover": ("6011", 16), "jcb": (str(R.randint(3528, 3589)), 16),
                      "diners": ("36", 14), "unionpay": ("62", 16)}[kind]
    body = prefix + "".join(R.choice("0123456789") for _ in range(length - 1 - len(prefix)))
    return body + luhn_digit(body)


def card_written():
    c = card()
    sizes = {16: (4, 4, 4, 4), 15: (4, 6, 5), 14: (4, 6, 4)}[len(c)]
    sep = R.choice(["", " ", " ", "-"])
    out, k = [], 0
    for s in sizes:
        out.append(c[k:k + s])
        k += s
    return sep.join(out)


IBAN = {"DE": "n18", "FR": "n10c11n2", "ES": "n20", "IT": "a1n10c12", "NL": "a4n10", "BE": "n12", "AT": "n16", "PL": "n24",
        "PT": "n21", "SE": "n20", "RO": "a4c16", "IE": "a4n14", "GB": "a4n14", "CH": "n5c12", "DK": "n14", "FI": "n14",
        "LU": "n3c13", "CZ": "n20", "HU": "n24", "GR": "n7c16"}


def iban(country=None):
    country = country or R.choice(list(IBAN))
    spec, bban, k = IBAN[country], "", 0
    while k < len(spec):
        j = k + 1
        while j < len(spec) and spec[j].isdigit():
            j += 1
        chars = {"n": "0123456789", "a": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "c": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}[spec[k]]
        bban += "".join(R.choice(chars) for _ in range(int(spec[k + 1:j])))
        k = j
    as_number = int("".join(str(int(ch, 36)) for ch in bban + country + "00"))
    return f"{country}{98 - as_number % 97:02d}{bban}"


def spaced(text, size=4, sep=" "):
    return sep.join(text[k:k + size] for k in range(0, len(text), size))


def de_tax():
    while True:
        pool = R.sample("0123456789", 9)
        doubled = R.choice(pool)
        body = pool + [doubled]
        R.shuffle(body)
        if body[0] == "0":
            continue
        p = 10
        for ch in body:
            s = (int(ch) + p) % 10 or 10
            p = s * 2 % 11
        return "".join(body) + str((11 - p) % 10)


def nir(corsica=False):
    y, m, _ = date()
    dep = R.choice(["2A", "2B"]) if corsica else f"{R.randint(1, 95):02d}".replace("20", "21")
    body = R.choice("12") + f"{y:02d}{m:02d}" + dep + f"{R.randint(1, 989):03d}{R.randint(1, 999):03d}"
    number = int(body.replace("2A", "19").replace("2B", "18")) if corsica else int(body)
    return body + f"{97 - number % 97:02d}"


def nir_written(n):
    return " ".join([n[0], n[1:3], n[3:5], n[5:7], n[7:10], n[10:13], n[13:]])


DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def dni():
    n = R.randint(10_000_000, 99_999_999)
    return f"{n}{DNI_LETTERS[n % 23]}"


def nie():
    first = R.choice("XYZ")
    n = R.randint(0, 9_999_999)
    return f"{first}{n:07d}{DNI_LETTERS[int(str('XYZ'.index(first)) + f'{n:07d}') % 23]}"


CF_ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                  [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10,
                   22, 25, 24, 23]))


def cf():
    y, m, d = date()
    day = d + R.choice([0, 40])
    body = "".join(R.choice("BCDFGLMNPRSTVZ") for _ in range(6)) + f"{y:02d}" + "ABCDEHLMPRST"[m - 1] + f"{day:02d}" \
        + R.choice("ABCDEFGHIL") + digits(3)
    total = 0
    for k, ch in enumerate(body):
        total += CF_ODD[ch] if k % 2 == 0 else (int(ch) if ch.isdigit() else ord(ch) - 65)
    return body + chr(65 + total % 26)


def weighted_digit(body, weights):
    return sum(int(c) * w for c, w in zip(body, weights))


def pesel():
    y, m, d = date()
    body = f"{y:02d}{m:02d}{d:02d}{digits(4)}"
    return body + str((10 - weighted_digit(body, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10) % 10)


def bsn():
    while True:
        body = digits(8, "123456789")
        check = weighted_digit(body, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return body + str(check)


def be(young=False):
    y, m, d = (R.randint(0, 9), R.randint(1, 12), R.randint(1, 28)) if young else date()
    body = f"{y:02d}{m:02d}{d:02d}{R.randint(1, 997):03d}"
    return body + f"{97 - int(('2' if young else '') + body) % 97:02d}"


def be_written(n):
    return f"{n[:2]}.{n[2:4]}.{n[4:6]}-{n[6:9]}.{n[9:]}"


def se():
    y, m, d = date()
    body = f"{y:02d}{m:02d}{d:02d}{digits(3)}"
    return body + luhn_digit(body)


def nif():
    body = R.choice("12") + digits(7)
    check = 11 - weighted_digit(body, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return body + str(0 if check > 9 else check)


def at():
    while True:
        y, m, d = date()
        serial = digits(3, "123456789")
        born = f"{d:02d}{m:02d}{y:02d}"
        check = (weighted_digit(serial, (3, 7, 9)) + weighted_digit(born, (5, 8, 4, 2, 1, 6))) % 11
        if check < 10:
            return serial + str(check) + born


def cnp():
    y, m, d = date()
    body = R.choice("12") + f"{y:02d}{m:02d}{d:02d}{R.randint(1, 46):02d}{R.randint(1, 999):03d}"
    check = weighted_digit(body, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return body + str(1 if check == 10 else check)


def token(n, chars="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"):
    return "".join(R.choice(chars) for _ in range(n))


HEX = "0123456789abcdef"
B64 = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


def positives(cls, templates, value, times):
    k = 0
    while k < times:
        for lang, template in templates:
            if k == times:
                return
            row(cls, "+", lang, template.replace("{x}", "⟦" + value() + "⟧"))
            k += 1


def negatives(cls, templates, value, times):
    k = 0
    while k < times:
        for lang, template in templates:
            if k == times:
                return
            row(cls, "-", lang, template.replace("{x}", value()))
            k += 1


def lines(cls, label, text):
    for line in text.strip().splitlines():
        lang, sentence = line.strip().split("|", 1)
        row(cls, label, lang, sentence)


# ---------------------------------------------------------------------------------------------- e-mail
lines("EMAIL", "+", """
en|Please send the contract to ⟦anna.kowalska@example.com⟧ before Friday.
en|Contact: ⟦j.smith+invoices@mail.example.co.uk⟧.
en|Bob <⟦bob_77@example.org⟧> wrote:
en|cc ⟦first.last@sub.department.example.edu⟧, thanks
en|Is ⟦o-neill@example.ie⟧ still her address?
en|mailto:⟦support@example.net⟧?subject=Hello
en|user=⟦x.y.z@example.io⟧&lang=en
en|My e-mail is ⟦Jane.Doe@Example.COM⟧ (work).
en|(⟦a@b.example.com⟧)
en|Reply to⟦ ⟧nobody.
de|Bitte antworten Sie an ⟦maria.müller@beispiel.de⟧, danke.
de|E-Mail:⟦info@firma-beispiel.de⟧
de|Meine Adresse lautet ⟦h.schmidt@t-online.example.de⟧!
de|Schreib mir: ⟦kontakt@bücher-beispiel.de⟧
de|Ansprechpartner ist ⟦vertrieb@xn--bcher-kva.example.de⟧.
de|Verteiler: ⟦eins@beispiel.de⟧; ⟦zwei@beispiel.de⟧
de|"⟦lea2001@web.example.de⟧" steht im Formular.
fr|Écrivez à ⟦jean.dupont@exemple.fr⟧ pour confirmer.
fr|Mon adresse électronique : ⟦c.lefebvre@mairie-exemple.fr⟧
fr|L'équipe (⟦equipe@exemple.org⟧) vous répondra.
fr|Envoyez-le à ⟦m.durand%contrats@exemple.com⟧ svp
fr|Contactez ⟦zoé@exemple.fr⟧.
es|Mi correo es ⟦lucia.garcia@ejemplo.es⟧ y no cambia.
es|Escríbame a ⟦atencion.cliente@tienda-ejemplo.com.mx⟧.
es|correo electrónico→⟦pepe99@ejemplo.org⟧
es|Copie también a ⟦n_ramirez@universidad.ejemplo.edu⟧
it|Scrivimi a ⟦giulia.rossi@esempio.it⟧ quando puoi.
it|PEC: ⟦studio.bianchi@pec.esempio.it⟧
it|L'indirizzo ⟦m.verdi@comune.esempio.it⟧ non funziona più.
it|<⟦assistenza@esempio.com⟧>
pl|Proszę pisać na ⟦jan.nowak@przyklad.pl⟧.
pl|Mój mail to ⟦kasia_w@poczta.przyklad.pl⟧, dzięki
pl|Adres: ⟦biuro@firma-przyklad.com.pl⟧
nl|Mail mij op ⟦p.devries@voorbeeld.nl⟧ graag.
nl|Het adres is ⟦klantenservice@winkel.voorbeeld.nl⟧.
pt|O meu e-mail é ⟦joao.silva@exemplo.pt⟧.
pt|Envie para ⟦secretaria@escola-exemplo.edu.pt⟧ até amanhã.
sv|Skriv till ⟦eva.lund@exempel.se⟧ om du undrar.
ro|Adresa mea este ⟦ion.popescu@exemplu.ro⟧.
zh|请联系⟦zhang.wei@example.cn⟧。
ja|連絡先は⟦sato@example.jp⟧です。
en|{"email":"⟦kim@example.com⟧","age":31}
en|alice,⟦alice@example.com⟧,2021-03-04
de|Frau Weiß, ⟦weiss.k@amt-beispiel.de⟧, ist zuständig.
fr|⟦l.moreau@lycee-exemple.fr⟧ n'a pas répondu
es|responda a ⟦ventas@ejemplo.com.ar⟧, gracias
en|Two of them: ⟦one.two@example.com⟧ and ⟦three@example.co⟧.
""")
ROWS[:] = [r for r in ROWS if "⟦ ⟧" not in r[3]]
lines("EMAIL", "-", """
en|Follow @example_user on the platform.
en|Meet me @ 5 p.m. at example.com
en|npm install react@18.2.0 lodash@4.17.21
en|background: url(icon@2x.png)
en|logo@3x.jpg is missing
en|git clone git@github.com:example/project.git
en|ssh root@web-1 -p 22
en|user@localhost cannot log in
en|root@db01.internal: connection refused
en|@Override public String toString()
en|https://deploy@example.com/path
en|price @ 3.50 each
en|a@b
en|foo@bar has no domain
en|foo@.com is not valid
en|foo..bar@example..com
en|.@.
en|name@-example.com
en|name@example-.com
en|name@example.c
en|me at example dot com
en|the operator @example.annotation
en|@alice@social.example.org posted a picture
en|docker pull alpine@sha256:4bcff63911fcb4448bd4fdacec207030
en|x@y.1
en|https://example.com/@author/post
en|email: none given
en|regex [^@]+@[^@]+ matches
en|style@main.css
en|spring-boot@2.7.json
de|Der Benutzer @beispiel hat geantwortet.
de|Preis: 2 Stk @ 4,99 €
de|admin@localhost darf das nicht
de|Bild@2x.webp fehlt im Ordner
de|name@ beispiel.de
fr|Le compte @exemple_fr a été suspendu.
fr|Rendez-vous @ 14h
fr|utilisateur@poste.lan est inconnu
es|Sigue a @ejemplo en la red.
es|usuario@localhost
it|Segui @esempio sui social.
pl|Konto @przyklad zostało usunięte.
nl|Volg @voorbeeld.
pt|Veja @exemplo no site exemplo.pt
sv|Kolla @exempel
en|vue@next.js
""")

# ---------------------------------------------------------------------------------------------- phone
lines("PHONE", "+", """
en|Call me on ⟦+44 20 7946 0958⟧ tonight.
en|My mobile is ⟦+44 7700 900123⟧.
en|You can reach her at ⟦+1 415 555 0132⟧.
en|Phone: ⟦(212) 555-0147⟧
en|tel ⟦+1-202-555-0171⟧, ask for Sam
en|⟦202-555-0188⟧ is the office.
en|WhatsApp ⟦+353 85 012 3456⟧ works best
en|telephone number 020 is ⟦020 7946 0321⟧
en|Fax: ⟦+44 (0)20 7946 0111⟧
en|{"phone":"⟦+15125550143⟧"}
en|From abroad dial ⟦0044 20 7946 0777⟧.
en|Cell ⟦07700 900456⟧, any time
de|Rufen Sie mich unter ⟦+49 30 1234567⟧ an.
de|Tel.: ⟦030 / 12345678⟧
de|Telefon ⟦089/123456-78⟧ oder per Post
de|Meine Handynummer ist ⟦0171 2345678⟧.
de|Mobil: ⟦+49 (0) 171 2345678⟧
de|Festnetz ⟦(0221) 9876543⟧
de|Aus dem Ausland: ⟦0049 40 987654⟧
de|Rückruf bitte an ⟦+43 1 5123456⟧, danke
de|Tel. ⟦+41 44 668 18 00⟧
de|Durchwahl ⟦0711 123 45 67⟧
fr|Appelez-moi au ⟦06 12 34 56 78⟧.
fr|Mon portable : ⟦+33 6 12 34 56 78⟧
fr|Tél. ⟦01.42.68.53.00⟧ (bureau)
fr|Joindre le secrétariat au ⟦04-72-10-30-30⟧
fr|téléphone ⟦0612345678⟧
fr|depuis l'étranger ⟦0033 1 42 68 53 00⟧
fr|Belgique : ⟦+32 470 12 34 56⟧
es|Llámame al ⟦+34 612 345 678⟧ mañana.
es|Teléfono: ⟦91 123 45 67⟧
es|Mi móvil es ⟦612 345 678⟧
es|Fijo ⟦934 123 456⟧, por la tarde
es|México: ⟦+52 55 1234 5678⟧
it|Chiamami al ⟦+39 347 1234567⟧.
it|Telefono ⟦06 12345678⟧ dopo le 18
it|Cellulare: ⟦347 1234567⟧
it|il numero è ⟦+39 02 1234 5678⟧
pl|Mój telefon: ⟦600 700 800⟧
pl|Proszę dzwonić: ⟦+48 22 123 45 67⟧
pl|tel. ⟦22 123 45 67⟧
nl|Bel ⟦06-12345678⟧ voor een afspraak.
nl|Telefoon: ⟦+31 20 123 4567⟧
pt|Ligue ⟦+351 912 345 678⟧.
pt|Telemóvel: ⟦912 345 678⟧
sv|Ring ⟦+46 70 123 45 67⟧ ikväll.
sv|Mobil ⟦070-123 45 67⟧
ro|Sunați la ⟦+40 721 234 567⟧.
en|Dial ⟦+971 50 123 4567⟧ in Dubai
en|contact +⟦ ⟧none
""")
ROWS[:] = [r for r in ROWS if "⟦ ⟧" not in r[3]]
lines("PHONE", "-", """
en|The order number is 4512-889-120.
en|Shipped on 2024-05-17 at 10:30:45.
en|Version 10.15.7 was released.
en|ISBN 978-3-16-148410-0
en|Coordinates 48.137154, 11.576124
en|Revenue grew +12.5 % to 1 250 000
en|+100 000 000 euros
en|1234567890 rows were processed in 12 s.
en|The hash is 7946095820794609.
en|Invoice 2023/000123456
en|C++11 and +3 more
en|epoch 1700000000
en|ratio 1024/768, 3440-1440
en|Flight 202-55 departs at 0900
en|population 83 200 000
en|add +1 234 to the total
en|part no. 555-01-4711
en|call it 3.14159265
en|RFC 2616, section 14.9.1
en|GPU memory: 24 576 MiB
en|Amazon order 302-1234567-1234567
en|the range 100-200-3000
de|Die Bestellnummer lautet 12345678.
de|am 01.02.2024 um 10 Uhr
de|Kundennummer 0815-4711-00
de|Umsatz +15 000 000 Euro
de|Aktenzeichen 12 O 345/21
de|Rechnung 2024-0012345 vom 17.05.2024
de|PLZ 10115 Berlin, Hausnummer 12
de|Artikel 0123456789
de|BLZ 100 500 00
de|Konto 0123456789 bei der Bank
de|Telemetrie 12345678 Werte
fr|La commande 06 12 34 est prête.
fr|le 12/05/2024 à 14:30
fr|SIRET 732 829 320 00074
fr|référence 0612-3456-78-90-12
fr|environ 12 345 678 habitants
es|El pedido 612-345 llegó.
es|fecha 12-05-2024
es|expediente 2023/123456
it|Ordine n. 347-12345
it|partita IVA 12345678903
pl|Zamówienie 600/700/2024
pl|NIP 526-104-08-28
nl|Bestelnummer 0612-99
pt|encomenda 912-345
sv|ordernummer 070-1
en|4111-2222-3333
en|server uptime 0044 days
en|0020 units left in bin 7
""")

# ---------------------------------------------------------------------------------------------- IBAN
IBAN_TEMPLATES = [
    ("de", "Bitte überweisen Sie auf {x}."), ("de", "IBAN: {x}"), ("de", "Mein Konto {x} bei der Sparkasse"),
    ("en", "Transfer the amount to {x} by Monday."), ("en", "iban={x};bic=unknown"), ("en", "\"account\": \"{x}\""),
    ("en", "The refund goes to {x}, please check."), ("fr", "Mon RIB : {x}"), ("fr", "Virement sur le compte {x} demain"),
    ("es", "Haga la transferencia a {x}."), ("es", "Número de cuenta {x}"), ("it", "Bonifico su {x} entro venerdì"),
    ("it", "Coordinate bancarie: {x}"), ("pl", "Proszę wpłacić na {x}."), ("nl", "Maak over naar {x} a.u.b."),
    ("pt", "Transfira para {x}, obrigado"), ("sv", "Betala till {x}"), ("ro", "Contul meu este {x}."),
]


def iban_written():
    i = iban()
    return R.choice([i, spaced(i), spaced(i), spaced(i), spaced(i, sep="\u00a0"), i.lower() if i.isalnum() else i])


positives("IBAN", IBAN_TEMPLATES, iban_written, 48)
negatives("IBAN", IBAN_TEMPLATES, lambda: wrong_digit(R.choice([iban, lambda: spaced(iban())])(), 2), 24)
lines("IBAN", "-", """
de|USt-IdNr. DE136695976
de|Modell AT20 Version 12345678
en|VAT number FR40303265045
en|container MSCU1234567890123456
en|SHA1 de89370400440532013000ab12cd34ef56789012
en|tracking no. RR123456785DE
en|BIC COBADEFFXXX
en|part DE89-3704-0044
en|UUID be71a2b3-9612-4578-8901-23456789abcd
en|DE89 is how German accounts may begin
en|XX89 3704 0044 0532 0130 00
en|DE00 0000 0000 0000 0000 0001
en|key NL91ABNA
fr|SIREN 732 829 320
fr|TVA FR 40 303 265 045
es|CIF B12345674
it|IT12345678903 è la partita IVA
pl|PL5261040828
nl|NL123456789B01
nl|postcode 1012 AB
pt|PT502757191
en|SE556012579001
en|FI20774740
en|GB999 9999 73
""")

# ---------------------------------------------------------------------------------------------- payment card
CARD_TEMPLATES = [
    ("en", "Please charge my card {x}."), ("en", "Card number: {x}, exp 12/27"), ("en", "{x} is the Visa I use"),
    ("en", "cc={x}"), ("en", "{\"pan\":\"{x}\"}"), ("en", "Pay with {x}"), ("en", "He typed {x} into the chat."),
    ("de", "Meine Kreditkarte ist {x}."), ("de", "Kartennummer {x} gültig bis 09/28"), ("de", "Bitte {x} belasten"),
    ("fr", "Ma carte bancaire : {x}"), ("fr", "Le numéro {x} a été refusé."), ("es", "Mi tarjeta es {x}."),
    ("es", "Pague con {x} por favor"), ("it", "La carta {x} è scaduta"), ("it", "Addebitate {x}."),
    ("pl", "Numer karty: {x}"), ("nl", "Mijn kaart {x} werkt niet"), ("pt", "O cartão {x} foi recusado."), ("sv", "Kortnummer {x}"),
]
positives("PAYMENT_CARD", CARD_TEMPLATES, card_written, 50)
negatives("PAYMENT_CARD", CARD_TEMPLATES, lambda: wrong_digit(card_written()), 20)


def order_that_passes():
    body = "4" + digits(14)
    return body + luhn_digit(body)


def imei():
    body = "35" + digits(12)
    return body + luhn_digit(body)


def iccid():
    body = "8949" + digits(14)
    return body + luhn_digit(body)


def ean():
    body = R.choice(["40", "41", "50", "76"]) + digits(10)
    s = sum(int(ch) * (3 if k % 2 else 1) for k, ch in enumerate(body))
    return body + str((10 - s % 10) % 10)


def no_issuer():
    body = R.choice("01789") + digits(14)
    return body + luhn_digit(body)


negatives("PAYMENT_CARD", [("en", "Your order {x} has shipped."), ("de", "Die Bestellnummer {x} wurde storniert."),
                           ("fr", "Numéro de suivi {x}")], order_that_passes, 6)
negatives("PAYMENT_CARD", [("en", "The IMEI is {x}."), ("de", "IMEI {x}"), ("es", "Código {x} del teléfono")], imei, 4)
negatives("PAYMENT_CARD", [("en", "SIM {x}"), ("it", "ICCID {x}")], iccid, 2)
negatives("PAYMENT_CARD", [("en", "EAN {x} is out of stock"), ("de", "Artikel {x}")], ean, 4)
negatives("PAYMENT_CARD", [("en", "reference {x}"), ("nl", "kenmerk {x}")], no_issuer, 4)
negatives("PAYMENT_CARD", [("en", "parcel {x}"), ("en", "ref {x}")], lambda: spaced(order_that_passes() + digits(4)), 2)
lines("PAYMENT_CARD", "-", """
en|id order-4111111111111111 failed
en|https://example.com/items/4111111111111111/view
en|0.4111111111111111 is the ratio
en|4111111111111111.5 seconds
en|trace 4bf92f3577b34da6a3ce929d0e0e4736
en|1699999999999999 ns
en|5105 1051 0510 51 is too short
en|a_4111111111111111_b
""")

# ---------------------------------------------------------------------------------------------- IP
lines("IP_ADDRESS", "+", """
en|The request came from ⟦203.0.113.42⟧.
en|Client ⟦198.51.100.7⟧ was blocked at 10:30.
en|http://⟦192.0.2.15⟧:8080/login
en|Ping ⟦8.8.4.4⟧ first
en|X-Forwarded-For: ⟦203.0.113.9⟧, ⟦198.51.100.23⟧
en|allow ⟦10.20.0.0⟧/16
en|[⟦2001:db8::8a2e:370:7334⟧]:443
en|ssh ⟦172.16.254.1⟧
en|from=⟦192.168.178.20⟧ status=200
en|{"ip":"⟦203.0.113.200⟧"}
en|user logged in (⟦2001:db8:85a3:8d3:1319:8a2e:370:7348⟧)
en|⟦198.51.100.99⟧ - - [10/Oct/2023:13:55:36] "GET /"
en|host ⟦fe80::1ff:fe23:4567:890a⟧ on eth0
en|route via ⟦fd12:3456:789a:1::1⟧
en|resolver is ⟦2a00:1450:4001:81b::200e⟧
en|blocked: "⟦192.0.2.200⟧"
en|src ⟦203.0.113.77⟧ dst ⟦192.0.2.88⟧
en|Her home address is ⟦81.2.69.142⟧, she said
de|Die Adresse ⟦203.0.113.5⟧ wurde gesperrt.
de|Anmeldung von ⟦192.0.2.44⟧ um 12 Uhr
de|IP: ⟦198.51.100.201⟧
de|Server ⟦10.0.0.7⟧ antwortet nicht
de|über IPv6 ⟦2001:db8:1234::1⟧ erreichbar
de|Router ⟦192.168.0.1⟧
de|Zugriff (⟦91.198.174.192⟧) verweigert
fr|Connexion depuis ⟦203.0.113.61⟧ refusée
fr|L'adresse IP est ⟦198.51.100.14⟧.
fr|serveur ⟦10.12.14.16⟧
fr|en IPv6 : ⟦2a01:e0a:1:2::3⟧
es|La dirección ⟦203.0.113.130⟧ no responde.
es|acceso desde ⟦192.0.2.77⟧
es|IPv6 ⟦2001:db8:0:0:1:0:0:1⟧
it|L'indirizzo ⟦198.51.100.55⟧ è sospetto
it|accesso da ⟦192.0.2.101⟧, ore 9
pl|Adres ⟦203.0.113.250⟧ został zablokowany.
pl|z ⟦192.0.2.3⟧
nl|Het adres ⟦198.51.100.66⟧ is geblokkeerd.
nl|inloggen vanaf ⟦203.0.113.18⟧
pt|O endereço ⟦192.0.2.9⟧ falhou
pt|acesso de ⟦198.51.100.31⟧.
sv|Adressen ⟦203.0.113.3⟧ svarar inte
ro|de la ⟦192.0.2.250⟧
en|tcp 0 0 ⟦10.1.1.1⟧:22 ESTABLISHED
en|nameserver ⟦2001:4860:4860::8888⟧
""")
lines("IP_ADDRESS", "-", """
en|Version 1.2.3.4 is out.
en|Upgrade to release 10.0.19.1 now
en|firmware 2.14.0.7
en|section 4.1.2.3 of the manual
en|OID 1.3.6.1.4.1.311
en|Mozilla/5.0 Chrome/120.0.0.0 Safari/537.36
en|pip install thing==1.2.3.4
en|requests>=2.31.0.1
en|listening on 127.0.0.1:8080
en|bind 0.0.0.0
en|netmask 255.255.255.0
en|broadcast 255.255.255.255
en|256.1.1.1 is not an address
en|1.2.3 and 1.2.3.4.5
en|300.400.500.600
en|at 12:34:56 sharp
en|MAC 00:1A:2B:3C:4D:5E
en|std::vector<int> and boost::asio
en|fingerprint ab:cd:ef:01:23:45:67:89
en|crate dead::beef
en|ratio 16:9, 4:3
en|::1 is home
en|score 3:2::
en|01.02.03.04
en|10.0.0
en|v1.2.3.4
en|sdk 33.0.1.2
en|Driver 31.0.15.3623
en|~1.2.3.4
en|1.2.3.4-beta
en|lib-1.2.3.4.jar
en|10.1.2.3abc
en|chapter 1.1.1.1
de|Kapitel 2.3.1.4 beschreibt es
de|Version 5.4.3.2
de|am 1.2.2024 um 3.4
de|Abschnitt 1.2.3.4
de|Treiber 27.20.100.8681
fr|version 3.1.4.1
fr|le 12.05.2024
es|versión 2.7.18.0
it|versione 6.5.4.3
pl|wersja 1.0.0.1
nl|versie 4.4.4.1
en|urn:oid:2.16.840.1.113883
en|2001:db8 is a prefix only
""")

# ---------------------------------------------------------------------------------------------- secrets
for lang, template, value in [
    ("en", "aws_access_key_id = {x}", lambda: "AKIA" + token(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
    ("en", "My key is {x} and it works", lambda: "ASIA" + token(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
    ("en", "aws_secret_access_key = {x}", lambda: token(40, B64[:62] + "+/")),
    ("de", "Der Schlüssel {x} ist abgelaufen", lambda: "AKIA" + token(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
    ("en", "export GITHUB_TOKEN={x}", lambda: "ghp_" + token(36)),
    ("en", "remote: {x} was revoked", lambda: "gho_" + token(36)),
    ("fr", "Mon jeton {x} ne marche pas", lambda: "github_pat_" + token(22) + "_" + token(59)),
    ("en", "glab auth with {x}", lambda: "glpat-" + token(20, B64)),
    ("en", "SLACK_BOT={x}", lambda: "xoxb-" + digits(12) + "-" + digits(12) + "-" + token(24)),
    ("es", "El token {x} de Slack", lambda: "xoxp-" + digits(11) + "-" + digits(11) + "-" + token(32, HEX)),
    ("en", "maps?key={x}&q=Rome", lambda: "AIza" + token(35, B64)),
    ("de", "Google-Schlüssel: {x}", lambda: "AIza" + token(35, B64)),
    ("en", "stripe.api_key = \"{x}\"", lambda: "sk_live_" + token(24)),
    ("en", "npm config set //registry.example.com/:_authToken {x}", lambda: "npm_" + token(36)),
    ("en", "OPENAI uses {x}", lambda: "sk-proj-" + token(48, B64)),
    ("en", "key: {x}", lambda: "sk-ant-api03-" + token(60, B64)),
    ("en", "login(token=\"{x}\")", lambda: "hf_" + token(34)),
    ("en", "SENDGRID {x}", lambda: "SG." + token(22, B64) + "." + token(43, B64)),
    ("en", "Authorization: Bearer {x}", lambda: "eyJ" + token(33, B64) + ".eyJ" + token(80, B64) + "." + token(43, B64)),
    ("de", "Mein Token: {x}", lambda: "eyJ" + token(33, B64) + ".eyJ" + token(60, B64) + "." + token(86, B64)),
    ("it", "il cookie contiene {x}", lambda: "eyJ" + token(33, B64) + ".eyJ" + token(50, B64) + "." + token(43, B64)),
    ("en", "Here it is: {x}", lambda: "-----BEGIN RSA PRIVATE KEY-----\\n" + token(64) + "\\n" + token(64)
     + "\\n-----END RSA PRIVATE KEY-----"),
    ("en", "{x}", lambda: "-----BEGIN PRIVATE KEY-----\\n" + token(64) + "\\n-----END PRIVATE KEY-----"),
    ("fr", "clé : {x}", lambda: "-----BEGIN OPENSSH PRIVATE KEY-----\\n" + token(70) + "\\n-----END OPENSSH PRIVATE KEY-----"),
    ("en", "DATABASE_URL=postgres://app:{x}@db.example.com/prod", lambda: token(12)),
    ("en", "connect to mongodb+srv://root:{x}@cluster.example.net", lambda: token(16)),
    ("de", "amqp://guest:{x}@mq.example.com:5672", lambda: "geheim42"),
    ("en", "password: {x}", lambda: "Tr0ub4dor&3"),
    ("en", "my password is {x} please reset it", lambda: "Sunshine2019"),
    ("en", "\"password\": \"{x}\",", lambda: "p@ssW0rd!"),
    ("en", "DB_PASSWORD={x}", lambda: token(14)),
    ("en", "pwd='{x}'", lambda: "qwerty123!"),
    ("de", "Passwort: {x}", lambda: "Hallo-Welt7"),
    ("de", "Mein Passwort lautet {x} seit gestern", lambda: "Kaffee2024"),
    ("de", "Kennwort = {x}", lambda: "xK9mmP2w"),
    ("fr", "mot de passe : {x}", lambda: "Soleil#75"),
    ("fr", "Mon mot de passe est {x} je crois", lambda: "Bonjour1789"),
    ("es", "contraseña: {x}", lambda: "Barcelona10!"),
    ("es", "Mi contraseña es {x}", lambda: "Gato2022"),
    ("it", "password={x}", lambda: "Ciao.Bella9"),
    ("pl", "hasło: {x}", lambda: "Zamek_2020"),
    ("nl", "wachtwoord: {x}", lambda: "Fiets4ever"),
    ("pt", "senha: {x}", lambda: "Lisboa1974"),
    ("sv", "lösenord: {x}", lambda: "Sommar2023"),
    ("en", "client_secret: {x}", lambda: token(32)),
    ("en", "X-Api-Key: {x}", lambda: token(32, HEX)),
    ("en", "api_key=\"{x}\"", lambda: token(28)),
    ("en", "auth_token => {x}", lambda: token(40, HEX)),
    ("en", "AccountKey={x};EndpointSuffix=core", lambda: token(86, B64[:62])),
    ("en", "encryption-key: {x}", lambda: token(44, B64[:62])),
    ("en", "the passphrase is {x}", lambda: "horse7battery"),
    ("en", "secret: {x}", lambda: token(24)),
]:
    row("SECRET", "+", lang, template.replace("{x}", "⟦" + value() + "⟧"))
for lang, text in [
    ("en", "commit " + token(40, HEX)), ("en", "sha256:" + token(64, HEX)), ("en", "UUID " + "-".join(token(n, HEX) for n in (8, 4, 4, 4, 12))),
    ("en", "md5 checksum: " + token(32, HEX)), ("en", "etag: \"" + token(32, HEX) + "\""),
    ("en", "data:image/png;base64," + token(120, B64[:62] + "+/")), ("en", "ssh-rsa " + token(200, B64[:62] + "+/") + " me"),
    ("en", "-----BEGIN CERTIFICATE-----\\n" + token(64) + "\\n-----END CERTIFICATE-----"),
    ("en", "-----BEGIN PUBLIC KEY-----\\n" + token(64) + "\\n-----END PUBLIC KEY-----"),
    ("en", "trace_id=" + token(32, HEX)), ("en", "next_token: " + token(40)), ("en", "pageToken=" + token(36)),
    ("en", "the session " + token(20) + " ended"), ("en", "build-" + token(7, HEX)), ("en", "npm_config_registry is set"),
    ("en", "integrity sha512-" + token(86, B64[:62]) + "=="), ("en", "public_key: " + token(44)),
    ("en", "cache key: " + token(32, HEX)), ("en", "primary_key=" + token(20)),
]:
    row("SECRET", "-", lang, text)
lines("SECRET", "-", """
en|password: required
en|Enter your password:
en|password = getPassword()
en|password: ${DB_PASSWORD}
en|api_key: <your-api-key-here>
en|token = os.environ["TOKEN"]
en|secret: {{ vault.secret }}
en|password: ********
en|max_tokens: 4096
en|The token count is 1024.
en|password reset at https://example.com/reset
en|the password must have 8-20 characters
en|I forgot my password is there a way back
en|secret: process.env.CLIENT_SECRET_PRODUCTION
en|https://example.com:8443/path
en|AKIA is the prefix of access keys
en|ghp_ tokens have 36 characters
en|the secret ingredient is cinnamon
en|sk-learn and sk-image
en|eyJ is how JSON begins in base64
en|AKIAXXXXXXXXXXXXXXXX is a placeholder
de|Das Passwort ist falsch.
de|Passwort: siehe Umschlag
de|Passwort vergessen?
fr|Le mot de passe est obligatoire.
fr|jeton: voir la documentation
es|La contraseña es incorrecta
it|la password è scaduta
pl|hasło: zapomniane
nl|wachtwoord: vergeten
pt|senha: obrigatória
""")


# ---------------------------------------------------------------------------------------------- national numbers
def national(cls, positive, negative, value, written, extra, plus=46, minus=30):
    """Positive sentences, the same with one digit wrong, others that have numbers of that length, and lines by hand."""
    positives(cls, positive, written, plus)
    negatives(cls, positive, lambda: wrong_digit(written(), 2), minus)
    lines(cls, "-", extra)
    for lang, template in negative:
        row(cls, "-", lang, template.replace("{x}", value()))



def choose(*fns):
    return lambda: R.choice(fns)()


def de_written():
    n = de_tax()
    return R.choice([n, n, f"{n[:2]} {n[2:5]} {n[5:8]} {n[8:]}"])


national("DE_TAX_ID", [
    ("de", "Meine Steuer-ID ist {x}."), ("de", "IdNr. {x}"), ("de", "Steueridentifikationsnummer: {x}"),
    ("de", "Laut Lohnabrechnung {x}, Steuerklasse I"), ("de", "Bitte {x} eintragen"), ("de", "{x} steht auf dem Bescheid."),
    ("en", "My German tax ID is {x}."), ("en", "tin={x}"), ("en", "{\"taxId\":\"{x}\"}"), ("fr", "Identifiant fiscal allemand : {x}"),
    ("es", "Su número fiscal alemán es {x}"), ("pl", "Niemiecki numer podatkowy {x}"),
], [], de_tax, de_written, """
de|Steuernummer 181/815/08155
de|Die Rechnung 11111111111 ist bezahlt.
de|Kundennummer 01234567890
de|IdNr. 12345678901
de|Vorgang 98765432109 wurde geschlossen
de|USt-IdNr. DE136695976
en|ticket 10000000000
en|row 12121212121
en|id 00000000000
en|ref 99887766554
en|serial 55555555555
en|batch 20240517001
""")


def nir_any():
    n = nir(R.random() < 0.15)
    return R.choice([n, nir_written(n), nir_written(n)])


national("FR_NIR", [
    ("fr", "Mon numéro de sécurité sociale est le {x}."), ("fr", "NIR : {x}"), ("fr", "N° SS {x}"),
    ("fr", "Assuré {x}, né à Lyon"), ("fr", "Le dossier de {x} est incomplet"), ("fr", "sécu={x}"),
    ("en", "Her French social security number is {x}."), ("en", "nir={x}"), ("de", "Französische Versicherungsnummer {x}"),
    ("es", "Su número francés: {x}"),
], [], nir, nir_any, """
fr|référence 185077512345600
fr|SIRET 73282932000074
fr|commande 1 85 07 75
fr|Le dossier 123456789012345 est clos
fr|numéro 285137512345678
fr|IMEI 353456789012348
fr|colis 100000000000000
fr|le 1 85 07 75 123 456
en|id 285077512345600
en|1 234 567 890 123 45
""")


def es_any():
    kind = R.random()
    if kind < 0.6:
        d = dni()
        return R.choice([d, d, d[:8] + "-" + d[8], f"{d[:2]}.{d[2:5]}.{d[5:8]}-{d[8]}", d[:8] + " " + d[8]])
    n = nie()
    return R.choice([n, n, n[0] + "-" + n[1:8] + "-" + n[8]])


def es_wrong():
    """Another letter than the right one."""
    v = es_any()
    return v[:-1] + R.choice([c for c in DNI_LETTERS if c != v[-1]])


positives("ES_DNI_NIE", ES := [
    ("es", "Mi DNI es {x}."), ("es", "NIE: {x}"), ("es", "con documento {x} y domicilio en Madrid"), ("es", "D. Juan, {x}, comparece"),
    ("es", "NIF {x}"), ("es", "El titular ({x}) firma"), ("en", "My Spanish ID is {x}."), ("en", "dni={x}"),
    ("fr", "Carte espagnole {x}"), ("de", "Spanischer Ausweis {x}"), ("pt", "Documento espanhol {x}"), ("it", "Documento spagnolo: {x}"),
], es_any, 46)
negatives("ES_DNI_NIE", ES, es_wrong, 30)
lines("ES_DNI_NIE", "-", """
es|CIF B12345674
es|matrícula 1234 BCD
es|expediente 12345678/A
es|código 1234567A
es|pedido 123456789Z
es|X123456L no tiene bastantes cifras
en|part 12345678I
en|serial 12345678O
en|X-12345-Z
en|model Y1234567
en|12345678 units
en|Z9999999U9
""")

national("IT_FISCAL_CODE", [
    ("it", "Il mio codice fiscale è {x}."), ("it", "C.F. {x}"), ("it", "CF: {x}"), ("it", "nato a Roma, {x}, residente"),
    ("it", "Il contribuente {x} dichiara"), ("en", "Her Italian tax code is {x}."), ("en", "cf={x}"),
    ("de", "Italienische Steuernummer: {x}"), ("fr", "Code fiscal italien {x}"), ("es", "Código fiscal italiano {x}"),
], [], cf, choose(cf, cf, lambda: cf().lower()), """
it|partita IVA 12345678903
it|targa AB123CD
it|codice ABCDEF12G34H567I
it|RSSMRA85X01H501Z non è valido
it|pratica RSSMRA85M01H501
en|ABCDEFGHIJKLMNOP
en|license AAAAAA00A00A000A
en|key QWERTY12A34B567C
en|RSSMRA85M01H501ZZ
en|build ABCDEF99Z99Z999Z
""")

national("PL_PESEL", [
    ("pl", "Mój PESEL to {x}."), ("pl", "PESEL: {x}"), ("pl", "nr PESEL {x}, zamieszkały w Krakowie"), ("pl", "{x} (PESEL)"),
    ("pl", "Pacjent o numerze PESEL {x}"), ("pl", "pesel={x}"), ("en", "Her PESEL number is {x}."), ("en", "{\"pesel\":\"{x}\"}"),
    ("de", "Polnische Nummer (PESEL): {x}"), ("fr", "numéro PESEL {x}"),
], [("pl", "Zamówienie {x} zostało wysłane."), ("en", "Ticket {x} is closed."), ("de", "Sendung {x} ist unterwegs")],
    pesel, pesel, """
pl|NIP 5261040828
pl|REGON 140000000
pl|konto 12345678901
pl|PESEL 00000000000
pl|PESEL 99139912345
pl|numer 44051401358 bez znaczenia
en|PESEL has 11 digits
pl|PESEL 4405140135
en|pesel 440514013591
""")


def bsn_any():
    n = bsn()
    return R.choice([n, n, f"{n[:4]}.{n[4:6]}.{n[6:]}", f"{n[:3]} {n[3:6]} {n[6:]}"])


national("NL_BSN", [
    ("nl", "Mijn BSN is {x}."), ("nl", "BSN: {x}"), ("nl", "burgerservicenummer {x}"), ("nl", "{x} (BSN)"),
    ("nl", "De patiënt met BSN {x} is opgenomen"), ("nl", "bsn={x}"), ("en", "My Dutch BSN is {x}."), ("en", "{\"bsn\":\"{x}\"}"),
    ("de", "Niederländische BSN {x}"), ("fr", "numéro BSN : {x}"),
], [("nl", "Ordernummer {x} is verzonden."), ("en", "Invoice {x} was paid."), ("en", "user id {x}"), ("de", "Vorgang {x} erledigt")],
    bsn, bsn_any, """
nl|KvK 12345678
nl|BSN heeft negen cijfers
nl|BSN 000000000
nl|BSN 12345678901
en|bsn: unknown
nl|rekening 123456788
""")


def be_any():
    n = be(R.random() < 0.2)
    return R.choice([n, be_written(n), be_written(n)])


national("BE_NATIONAL_NUMBER", [
    ("nl", "Mijn rijksregisternummer is {x}."), ("nl", "INSZ {x}"), ("fr", "Mon numéro national est le {x}."), ("fr", "NISS : {x}"),
    ("fr", "registre national {x}"), ("nl", "De heer Peeters, {x}, Antwerpen"), ("en", "Belgian national number {x}"),
    ("en", "niss={x}"), ("de", "Belgische Nationalnummer {x}"), ("nl", "{x} staat op de kaart"),
], [], be, be_any, """
nl|ondernemingsnummer 0403.170.701
fr|TVA BE 0403.170.701
fr|dossier 85.13.30-033.28
fr|le 85.07.30
nl|bestelling 12345678901
en|version 85.07.30-033
en|85.07.30-033.2
fr|NISS 00000000000
nl|rekening 123-1234567-12
en|rev 99.99.99-999.99
""")


def se_any():
    n = se()
    return R.choice([n[:6] + "-" + n[6:], n[:6] + "-" + n[6:], "19" + n, "19" + n[:6] + "-" + n[6:]])


national("SE_PERSONAL_NUMBER", [
    ("sv", "Mitt personnummer är {x}."), ("sv", "Personnummer: {x}"), ("sv", "pnr {x}"), ("sv", "Kund {x} har ringt"),
    ("sv", "född i Lund, {x}"), ("en", "Her Swedish personal number is {x}."), ("en", "pnr={x}"), ("de", "Schwedische Nummer {x}"),
    ("fr", "numéro suédois {x}"), ("en", "{\"personnummer\":\"{x}\"}"),
], [], se, se_any, """
sv|organisationsnummer 556012-5790
sv|ordernummer 123456-7890
sv|anknytning 0850-123456
sv|datum 850730-850731
sv|personnummer 851330-1234
sv|konto 8507301234
en|part 991332-0001
en|range 100000-2000
en|850730-123
en|ticket 000000-0000
""")


def nif_any():
    n = nif()
    return R.choice([n, n, spaced(n, 3)])


national("PT_NIF", [
    ("pt", "O meu NIF é {x}."), ("pt", "NIF: {x}"), ("pt", "contribuinte n.º {x}"), ("pt", "número fiscal {x}"),
    ("pt", "{x} (NIF)"), ("pt", "Fatura com contribuinte {x}"), ("en", "My Portuguese NIF is {x}."), ("en", "nif={x}"),
    ("de", "Portugiesische NIF {x}"), ("fr", "NIF portugais : {x}"),
], [("pt", "Encomenda {x} enviada."), ("en", "Order {x} shipped."), ("en", "offset {x}")], nif, nif_any, """
pt|NIF com nove dígitos
pt|NIF 12345678
pt|NIF 1234567890
pt|NISS 11111111111
pt|NIF 000000000
pt|código 123-456-780
en|nif: missing
pt|processo 400000000
""")


def at_any():
    n = at()
    return R.choice([n[:4] + " " + n[4:], n[:4] + " " + n[4:], n])


AT_NAMED = [
    ("de", "Meine SVNR ist {x}."), ("de", "Sozialversicherungsnummer: {x}"), ("de", "SV-Nummer {x}"), ("de", "VSNR {x}, Wien"),
    ("de", "Versicherungsnummer {x} liegt vor"), ("en", "My Austrian SVNR is {x}."), ("en", "svnr={x}"),
    ("de", "{x} (SVNR)"), ("it", "numero austriaco SVNR {x}"), ("fr", "SVNR autrichien : {x}"),
]
national("AT_SOCIAL_INSURANCE", AT_NAMED, [], at, at_any, """
de|Bestellung 1234567890
de|SVNR 0000000000
de|Konto 1237 010199
de|SVNR 1237 320180
de|Telefax 1234
de|Kassenbon 4711 241224
en|ref 9999 311299
en|count 1000 010100
de|am 1237 Tag
de|SVNR hat zehn Stellen
""")

national("RO_CNP", [
    ("ro", "CNP-ul meu este {x}."), ("ro", "CNP: {x}"), ("ro", "cod numeric personal {x}"), ("ro", "Subsemnatul, {x}, declar"),
    ("ro", "cnp={x}"), ("en", "My Romanian CNP is {x}."), ("en", "{\"cnp\":\"{x}\"}"), ("de", "Rumänische Nummer {x}"),
    ("fr", "CNP roumain : {x}"), ("it", "codice romeno {x}"),
], [], cnp, cnp, """
ro|comanda 1234567890123
ro|CUI 14399840
en|epoch 1711010000000
en|ISBN 9780131103627
en|EAN 4006381333931
en|CNP 1851332123456
en|CNP 0000000000000
ro|factura 9990000000000
en|1850730
ro|CNP 185073012345
""")

# ---------------------------------------------------------------------------------------------- prose that holds nothing
lines("NONE", "-", """
en|The quick brown fox jumps over the lazy dog, and nobody minds.
en|In 1999 there were 1,234,567 visitors; by 2024 it was 2.3 million.
de|Der schnelle braune Fuchs springt über den faulen Hund.
de|Am 24.12.2023 um 18:30 Uhr beginnt die Feier in Raum 101.
fr|Portez ce vieux whisky au juge blond qui fume.
es|El veloz murciélago hindú comía feliz cardillo y kiwi.
it|Ma la volpe col suo balzo ha raggiunto il quieto Fido.
pl|Zażółć gęślą jaźń, a potem idź spać.
nl|Pa's wijze lynx bezag vroom het fikse aquaduct.
pt|Luís argüia à Júlia que «brações, fé, chá» eram palavras.
sv|Flygande bäckasiner söka hwila på mjuka tuvor.
ro|Gheorghe, obezul, a reuşit să obţină jucându-se un flux.
en|for (int i = 0; i < 100; i++) { sum += values[i] * 3.14; }
en|SELECT id, name FROM users WHERE created_at > '2024-01-01' LIMIT 10;
en|{"status":200,"items":[1,2,3],"next":null}
en|kubectl get pods -n production --selector app=web,tier=front
zh|今天的天气很好，我们去公园散步吧。
ja|吾輩は猫である。名前はまだ無い。
""")

print("# class\tlabel\tlanguage\ttext, what is to be found in brackets; written by ../../../../corpus/generate.py")
for entry in ROWS:
    print("\t".join(entry))
