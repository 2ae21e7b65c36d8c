/** What is taken out of the service, and what is forgotten in it. In Swedish. */

export const keeping = {
  title: 'Spara och gallra',
  export: {
    button: 'Ladda ned ärendet',
    about:
      'En fil (ZIP) med hela ärendeloggen, alla revisioner, bilagor och medlemmar. Den håller i längden: den kan läsas utan den här tjänsten.',
    more: 'Så kontrolleras filen',
    verify:
      'Vem som helst kan kontrollera att ingenting i filen är ändrat, utan konto och utan den här servern, med kommandot',
    command: 'overens verify FIL --key NYCKEL',
    with: 'Serverns nyckel börjar med',
    copyKey: 'Kopiera hela nyckeln',
    keyElsewhere:
      'Hämta nyckeln från servern själv, inte tillsammans med filen: då vet du också vem som har skrivit under den.',
    personal: 'Filen innehåller namn. Spara den där bara de som behöver den kommer åt den.',
  },
  material: {
    button: 'Ladda ned arbetsmaterialet …',
    title: 'Ladda ned arbetsmaterialet',
    about:
      'Arbetsmaterialet är hur texterna kom till: varje ändring, när den gjordes och av vem. Det är stort, och är inte en del av ärendeloggen.',
    asOf: 'Till och med',
    asOfHint: 'Så som det var när den dagen var slut.',
    asOfNeeded: 'Välj en dag.',
    asOfFuture: 'Välj i dag eller en tidigare dag.',
    save: 'Ladda ned',
    done: 'Arbetsmaterialet är hämtat. Se efter att filen finns där du vill ha den.',
  },
  purge: {
    button: 'Gallra arbetsmaterialet …',
    title: 'Gallra arbetsmaterialet',
    lead: 'Det som gallras kan inte hämtas tillbaka.',
    goes: 'Det här försvinner',
    going: [
      'Varje ändring på vägen till den text som nu gäller.',
      'Vem som skrev vad inne i texten, mellan revisionerna.',
      'Det någon har skrivit utan nät och inte hunnit skicka kommer inte in i texten. Det blir ett utkast hos den som skrev.',
    ],
    stays: 'Det här står kvar',
    staying: [
      'Alla sparade revisioner, med vilka som har bidragit till dem.',
      'Godkännanden, beslut, undertecknandet och resten av ärendeloggen.',
      'Texten så som den lyder nu.',
    ],
    first: 'Ladda ned först',
    firstAbout: 'Be arkivet om råd. När det är gallrat finns det bara i det du har laddat ned.',
    decision: 'Vilket beslut stöder sig gallringen på?',
    choose: 'Välj …',
    decisionNeeded: 'Välj ett beslut.',
    confirm: (title: string) => `Skriv ”${title}” för att bekräfta`,
    confirmWrong: 'Titeln är inte skriven som den står här ovanför.',
    save: 'Gallra',
    done: 'Arbetsmaterialet är gallrat. Det står i ärendeloggen.',
  },
  purged: {
    on: (day: string) => `Arbetsmaterialet gallrades ${day}.`,
    onGround: (day: string, decision: string) =>
      `Arbetsmaterialet gallrades ${day}, med stöd av beslutet ${decision}.`,
    history:
      'Hur texten kom till dessförinnan är gallrat. Revisionerna och ärendeloggen står kvar.',
  },
  erase: {
    button: 'Radera orden …',
    buttonLong: (position: number) => `Radera orden … i nummer ${position}`,
    title: 'Radera ord ur ärendeloggen',
    lead: 'Orden försvinner för alla, här och i det som laddas ned efteråt. Det går inte att ångra.',
    stays:
      'Händelsen står kvar: vem, när och vad. I loggen syns att orden är raderade, när, av vem och varför, och kedjan går fortfarande att kontrollera.',
    which: 'Vilka ord?',
    reason: 'Varför raderas de?',
    reasonHint: 'Skälet kan alla läsa. Skriv inte det som ska raderas en gång till.',
    reasonNeeded: 'Skriv varför orden raderas.',
    save: 'Radera orden',
    done: 'Orden är raderade.',
    erased: (day: string, by: string) => `Raderat ${day} av ${by}.`,
    erasedUnknown: 'Raderat.',
    why: (reason: string) => `Skäl: ${reason}`,
  },
};

export type KeepingMessages = typeof keeping;
