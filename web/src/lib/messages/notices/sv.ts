/** Att få veta: listan, breven och hur man slipper dem. På svenska. */
const name = (who: string | null) => who ?? 'Någon';

export const notices = {
  title: 'Nytt för dig',
  /** Klockan i sidhuvudet: först det som syns, sedan det som läses upp. */
  bell: 'Nytt',
  bellRest: (count: number) =>
    count === 0
      ? 'för dig: inget oläst'
      : count >= 100
        ? 'för dig: minst 100 olästa'
        : `för dig: ${count} ${count === 1 ? 'oläst' : 'olästa'}`,
  count: (count: number) => (count >= 100 ? '99+' : String(count)),
  intro: 'Det som rör dig i dina överenskommelser, det senaste först.',
  filter: { label: 'Visa', all: 'Allt', unread: 'Bara oläst' },
  markAll: 'Markera allt som läst',
  marked: 'Allt är markerat som läst.',
  none: 'Här är det tomt. När någon nämner dig, svarar dig eller väntar på dig står det här.',
  noneUnread: 'Du har läst allt.',
  more: 'Visa äldre',
  oldest: 'Äldre än så visas inte här.',
  unread: 'Oläst',
  today: 'I dag',
  yesterday: 'I går',
  settled: 'Inte aktuellt längre',
  settings: 'Välj vilka brev du får',
  kinds: {
    mention: 'Du nämns',
    reply: 'Svar',
    proposal: 'Ändringsförslag',
    outcome: 'Ditt förslag',
    sign_off: 'Att godkänna',
    review: 'Granskning',
    meeting: 'Möte',
    deadline: 'Datum',
  },
  mention: (who: string | null) => `${name(who)} nämner dig i en kommentar`,
  reply: (who: string | null) => `${name(who)} skrev i en tråd som du är med i`,
  proposal: (who: string | null) =>
    `${name(who)} föreslår en annan lydelse av text som du har skrivit`,
  accepted: (who: string | null) =>
    `${name(who)} har antagit ditt ändringsförslag: det står i texten`,
  rejected: (who: string | null) => `${name(who)} har avslagit ditt ändringsförslag`,
  signOff: 'Texten är låst och väntar på ditt godkännande',
  review: (who: string | null) => `${name(who)} ber dig granska och svara`,
  answerDue: (day: string) => `Du har inte svarat i en granskning: sista dagen är den ${day}`,
  meeting: {
    called: (who: string | null, day: string) => `${name(who)} kallar till möte den ${day}`,
    moved: (who: string | null, day: string) =>
      `${name(who)} har ändrat när eller var ett möte är: nu den ${day}`,
    notes_closed: (_who: string | null, day: string) =>
      `Anteckningarna från mötet den ${day} är klara att läsa`,
    cancelled: (who: string | null, day: string) => `${name(who)} har ställt in mötet den ${day}`,
    near: (_who: string | null, day: string) => `Det är möte den ${day}`,
  },
  plan: (who: string | null) => `${name(who)} har ändrat tidsplanen`,
  phase: (phase: string, day: string) => `Enligt tidsplanen: ${phase} från den ${day}`,
  ownMandate: (day: string) => `Ditt mandat gäller till och med den ${day}`,
  mandate: (whose: string | null, day: string) =>
    `Mandatet för ${whose ?? 'någon'} gäller till och med den ${day}`,
  whole: 'Hela överenskommelsen',

  letters: {
    title: 'Brev om det som händer',
    about: (email: string) =>
      `Breven går till ${email}. I brevet om dagen står bara det som du inte redan har läst eller fått brev om.`,
    noMailTitle: 'Inga brev skickas härifrån',
    noDigestsTitle: 'Inga dagliga brev',
    noMail:
      'Den här servern skickar inga brev. Det som händer ser du under Nytt för dig. Valen nedan gäller om servern börjar skicka brev.',
    noDigests:
      'Den som driver servern har stängt av de dagliga breven. Det som händer ser du under Nytt för dig.',
    digest: 'Ett brev om dagen med det som är nytt',
    digestHint: 'Det kommer bara de dagar det finns något nytt.',
    hour: 'När på dagen?',
    hourHint: (zone: string) => `Räknas i tidszonen ${zone}.`,
    usual: (hour: string) => `Som vanligt, kl. ${hour}`,
    at: (hour: string) => `Kl. ${hour}`,
    atOnce: 'Brev på en gång',
    mention: 'när någon nämner mig i en kommentar',
    signOff: 'när ett avsnitt väntar på mitt godkännande',
    language: 'Brevens språk',
    asAgreement: 'Samma som överenskommelsen',
    languages: { sv: 'Svenska', en: 'Engelska' },
    save: 'Spara',
    saved: 'Sparat.',
  },

  unsubscribe: {
    title: 'Färre brev',
    ask: {
      digest: 'Vill du sluta få ett brev om dagen?',
      mention: 'Vill du sluta få brev på en gång när någon nämner dig?',
      sign_off: 'Vill du sluta få brev på en gång när ett avsnitt väntar på ditt godkännande?',
    },
    what: {
      digest:
        'Inget brev om dagen skickas mer till adressen som den här länken kom till. Brev på en gång påverkas inte.',
      mention:
        'Inga brev på en gång om att du nämns skickas mer till adressen som den här länken kom till. Det står i stället i det dagliga brevet, om du får det.',
      sign_off:
        'Inga brev på en gång om avsnitt att godkänna skickas mer till adressen som den här länken kom till. Det står i stället i det dagliga brevet, om du får det.',
    },
    stays: 'Allt står kvar under Nytt för dig i Överens. Du kan när som helst ändra dig där.',
    button: 'Ja, inga fler sådana brev',
    done: 'Klart: inga fler sådana brev',
    doneDetail:
      'Ångrar du dig väljer du breven igen på din kontosida. Där behöver du vara inloggad.',
    account: 'Till mitt konto',
  },
};

export type NoticesMessages = typeof notices;
