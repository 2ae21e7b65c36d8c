/** Proposals in Swedish, and the shape every other language must have. */
export const proposals = {
  tab: 'Förslag',
  tabWith: (open: number) => `Förslag ${open}`,
  suggest: 'Föreslå ändring',
  suggestLong: 'Föreslå en ändring i stycket där du är, eller i det du har markerat',
  nothingThere: 'Det finns ingen text att föreslå ändringar i än.',
  notHere:
    'Den här delen av texten kan bara ändras med en nyare version av sidan. Välj ett annat stycke.',
  alreadyWriting:
    'Du skriver redan på ett förslag i det här avsnittet. Lämna det eller avbryt först.',

  passage: {
    title: 'Vilken del gäller förslaget?',
    first: 'Från och med',
    last: 'Till och med',
    go: 'Föreslå ändring här',
    empty: '(tomt stycke)',
  },

  cover: {
    label: 'Ditt förslag',
    intro:
      'Ändra som du vill ha det. Texten själv ändras inte förrän någon antar förslaget. Understruket är nytt, överstruket är borta.',
    text: 'Förslagets text',
    reason: 'Varför?',
    reasonHint: 'Behöver inte fyllas i, men gör det lättare att ta ställning.',
    offer: 'Lämna förslaget',
    offering: 'Lämnar förslaget …',
    offered: 'Förslaget är lämnat. De andra ser det nu.',
    unchanged: 'Du har inte ändrat något än.',
    unkept: 'Webbläsaren kan inte lagra det du skriver. Lämna förslaget innan du stänger sidan.',
    kept: 'Det du skriver finns kvar på den här datorn tills du lämnar det eller avbryter.',
    changedTitle: 'Texten har ändrats sedan du började',
    changed:
      'Någon annan har skrivit i samma stycken. Utgå från texten som den är nu innan du lämnar förslaget. Det du har skrivit följer med.',
    goOn: 'Utgå från texten som den är nu',
    earlier: 'Så här hade du skrivit',
    goneTitle: 'Stycket finns inte kvar',
    gone: 'Någon har tagit bort eller delat upp de stycken du skriver om. Kopiera det du vill ha kvar, avbryt och föreslå på nytt.',
    showNow: 'Visa vad som har ändrats',
    hideNow: 'Dölj vad som har ändrats',
    now: 'Texten som den är nu',
    renews: 'Du lämnar ditt förslag på nytt, på texten som den är nu.',
    left: (places: number) =>
      places === 1
        ? 'På ett ställe har texten ändrats där du också ville ändra. Där står texten som den är nu: skriv in det du vill ha.'
        : `På ${places} ställen har texten ändrats där du också ville ändra. Där står texten som den är nu: skriv in det du vill ha.`,
    appended:
      'De stycken som förslaget gällde finns inte kvar. Ditt förslag står här efter stycket där du var. Ta bort det som inte ska vara med.',
    throwTitle: 'Kasta det du har skrivit?',
    throwDetail: 'Det kan inte hämtas tillbaka.',
    throwAway: 'Kasta det',
    keepWriting: 'Fortsätt skriva',
  },

  marks: {
    label: 'Öppna förslag, bredvid texten',
    open: (name: string, party: string) => `Förslag av ${name}${party ? `, ${party}` : ''}: visa`,
    changed: 'texten har ändrats',
    added: 'föreslås tillagt:',
    removed: 'föreslås borttaget:',
    end: 'slut.',
    reshaped: 'Föreslås: annat format eller andra uppgifter',
    liveAdded: 'tillagt:',
    liveRemoved: 'borttaget:',
    liveReshaped: 'Ändrat: format eller uppgifter',
  },

  panel: {
    title: 'Ändringsförslag',
    what: 'Ett förslag ändrar ingenting förrän någon antar det.',
    none: 'Det finns inga öppna förslag.',
    showInText: 'Visa förslagen i texten',
    closed: (count: number) =>
      count === 1 ? 'Ett avslutat förslag' : `${count} avslutade förslag`,
    by: (moment: string) => `föreslog ${moment}`,
    reason: 'Motivering',
    reshapedOnly: 'Orden är desamma. Något annat ändras.',
    inText: 'Visa i texten',
    changed: 'Texten har ändrats sedan förslaget lämnades. Titta på det innan du antar det.',
    changedOthers: 'Texten har ändrats sedan förslaget lämnades.',
    gone: 'De stycken som förslaget gäller finns inte kvar. Det kan inte antas som det är.',
    conflict: 'Ett annat förslag gäller samma stycken:',
    conflictBy: (name: string) => `förslaget av ${name}`,
    concerns: (names: string) => `Gäller ord som ${names} har skrivit.`,
    state: { accepted: 'Antaget', rejected: 'Avslaget', withdrawn: 'Tillbakadraget' },
    closedBy: (name: string, moment: string) => `av ${name} ${moment}`,
    edited: 'Det ändrades något innan det antogs.',
    failed: 'Förslagen kunde inte hämtas.',
  },

  actions: {
    accept: 'Anta',
    acceptLong: (name: string) => `Anta förslaget av ${name}`,
    look: 'Titta och anta\u00a0…',
    editAndAccept: 'Ändra och anta\u00a0…',
    reject: 'Avslå\u00a0…',
    withdraw: 'Dra tillbaka\u00a0…',
    renew: 'Lämna på nytt\u00a0…',
    change: 'Ändra mitt förslag\u00a0…',
    working: 'Arbetar …',
    accepted: (name: string) => `Förslaget av ${name} är antaget och står nu i texten.`,
    acceptedOwn: 'Ditt förslag är antaget och står nu i texten.',
    undo: 'Ångra',
    undone: 'Det är ångrat. Texten är som före förslaget.',
    rejected: 'Förslaget är avslaget.',
    withdrawn: 'Förslaget är tillbakadraget.',
    rejectTitle: 'Avslå förslaget?',
    rejectWhat: 'Texten ändras inte. Motiveringen syns för alla.',
    rejectConfirm: 'Avslå förslaget',
    withdrawTitle: 'Dra tillbaka ditt förslag?',
    withdrawWhat: 'Texten ändras inte. Förslaget står kvar bland de avslutade.',
    withdrawConfirm: 'Dra tillbaka förslaget',
    withdrawReason: 'Varför? (behöver inte fyllas i)',
    conflictTitle: 'Det finns ett annat förslag om samma stycken',
    conflictWhat: (names: string) =>
      `Antar du det här förslaget måste någon titta på det andra igen innan det kan antas: förslaget av ${names}.`,
    acceptAnyway: 'Anta det här förslaget',
  },

  look: {
    titleEdit: 'Ändra och anta',
    titleChanged: 'Texten har ändrats sedan förslaget lämnades',
    base: 'Som det var när förslaget lämnades',
    proposed: 'Som det föreslås',
    now: 'Som det är nu',
    three: 'Tre texter',
    result: 'Som det blir',
    resultHint:
      'Så här blir texten om du antar. Ändra tills den är rätt. Understruket är nytt jämfört med texten nu, överstruket försvinner.',
    merged: 'Förslagets ändringar är inlagda i texten som den är nu.',
    left: (places: number) =>
      places === 1
        ? 'På ett ställe har både förslaget och någon annan ändrat samma ord. Där står texten som den är nu: skriv in det som ska gälla.'
        : `På ${places} ställen har både förslaget och någon annan ändrat samma ord. Där står texten som den är nu: skriv in det som ska gälla.`,
    accept: 'Anta så här',
    nothing: 'Så här ändras ingenting i texten. Vill du inte ha förslaget, avslå det.',
    movedOn: 'Texten ändrades igen medan du tittade. Titta på den nya texten innan du antar.',
    goneTitle: 'De stycken som förslaget gäller finns inte kvar',
  },

  draft: {
    offer: 'Lämna som förslag\u00a0…',
    gone: 'Utkastet går inte att lägga på texten som den är nu. Kopiera det och föreslå en ändring där det hör hemma.',
  },
};
export type ProposalMessages = typeof proposals;
