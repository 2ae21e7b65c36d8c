/** Coming in: a link by e-mail, and where one is signed in. In Swedish. */
const minutes = (seconds: number) => Math.max(1, Math.ceil(seconds / 60));

export const access = {
  ask: {
    title: 'Få en länk med e-post',
    intro: 'Skriv den adress som du är inbjuden med.',
    email: 'Din e-postadress',
    send: 'Skicka en länk',
    sending: 'Skickar …',
    needed: 'Skriv din e-postadress.',
    wrong: 'Det ser inte ut som en e-postadress. Den ska se ut som namn@exempel.se.',
    sent: 'Titta i din e-post',
    onItsWay: (email: string) =>
      `Om ${email} är en adress som finns här är ett brev på väg. Öppna länken i brevet inom en timme.`,
    none: 'Kommer det inget brev?',
    steps: [
      'Vänta några minuter och titta bland skräpposten.',
      'Se efter att adressen ovan är rätt skriven, och att det är den som du är inbjuden med.',
      'Fråga annars samordnaren för din part, som ser vilken adress din inbjudan gick till.',
    ],
    another: 'Försök med en annan adress',
    tooMany: (seconds: number | null): string =>
      seconds === null
        ? 'Du har bett om många länkar på kort tid. Vänta en stund och försök igen.'
        : `Du har bett om många länkar på kort tid. Försök igen om ${
            minutes(seconds) === 1 ? 'en minut' : `${minutes(seconds)} minuter`
          }.`,
    newOne: 'Få en ny länk med e-post',
  },
  withoutMail: {
    title: 'Den här servern skickar ingen e-post',
    detail:
      'Be den som driver servern om en personlig länk. Vet du inte vem det är, så fråga samordnaren för din part.',
  },
  link: {
    toAll: 'Länken loggar in dig där du deltar.',
    expired: 'Be om en ny här nedanför. Det du har skrivit finns kvar.',
    used: 'Varje länk kan bara användas en gång. Är du redan inloggad i den här webbläsaren kan du gå vidare. Annars ber du om en ny här nedanför.',
    revoked:
      'Det finns en nyare länk, eller så är inbjudan tillbakatagen. Öppna det senaste brevet, eller be om en ny länk här nedanför.',
    unknown:
      'Kontrollera att hela länken kom med när du kopierade den. Hjälper inte det ber du om en ny här nedanför.',
  },
  places: {
    title: 'Där jag deltar',
    none: 'Du deltar inte i någon överenskommelse än.',
  },
  sessions: {
    title: 'Där jag är inloggad',
    about:
      'Känner du inte igen något, eller har du lämnat en dator som andra använder? Logga ut den här.',
    unknown: 'Okänd webbläsare',
    current: 'den här webbläsaren',
    since: (day: string) => `Inloggad sedan ${day}`,
    seen: (moment: string) => `senast använd ${moment}`,
    until: (day: string) => `loggas ut av sig själv ${day}`,
    end: 'Logga ut',
    endLong: (device: string, day: string) => `Logga ut ${device}, inloggad sedan ${day}`,
    ended: (device: string) => `${device} är utloggad.`,
    endOthers: 'Logga ut alla andra',
    endOthersAsk:
      'Alla utom den här webbläsaren loggas ut genast. Text som inte hann sparas ligger kvar på den dator där den skrevs.',
    endedOthers: 'Alla andra är utloggade.',
    only: 'Du är bara inloggad här.',
  },
};

export type AccessMessages = typeof access;
