//! What each refusal says in Swedish.

use super::{Field, Language, Limit, Refusal};

impl Refusal {
    pub(super) fn swedish(&self) -> String {
        let fixed = match self {
            Self::Proposal(refusal) => return refusal.sentence(Language::Swedish),
            Self::Description(problems) => {
                return format!("Rätta beskrivningen och försök igen:\n{problems}");
            }
            Self::OtherParty(Some(letter)) => {
                return format!(
                    "Medlemmen hör till part {letter}, och bara den partens samordnare ändrar något för den. Be en av dem."
                );
            }
            Self::LastCoordinator(letter) => {
                return format!(
                    "Part {letter} skulle stå utan samordnare. Ge först någon annan i parten den rollen."
                );
            }
            Self::EditedSince(number) => {
                return format!(
                    "Texten har ändrats efter revision {number}. Be en skribent eller samordnare att spara en ny revision först."
                );
            }
            Self::OtherText(number) => {
                return format!(
                    "Texten är inte den du läste: senaste revisionen är nu {number}. Läs den och försök igen."
                );
            }
            Self::PartyDecided(letter) => {
                return format!(
                    "Part {letter} har redan beslutat om texten, så dess godkännanden står fast."
                );
            }
            Self::OtherPartysMatter(letter) => {
                return format!("Det här gäller part {letter}, och görs av någon av den partens samordnare.");
            }
            Self::NoSignatory(letter) => {
                return format!("Ingen undertecknar för part {letter}. Lägg till minst en person.");
            }
            Self::EarlierRevision(number) => {
                return format!(
                    "Du blev tillfrågad om revision {number}, och det här är en tidigare. Läs den eller en senare och svara igen."
                );
            }
            Self::LetterTaken(letter) => {
                return format!("Det finns redan en part {letter}. Välj en annan bokstav.");
            }
            Self::TooMany(limit, most) => {
                return format!("Det får vara högst {most} {}.", limit.swedish());
            }
            Self::NobodyCoordinates(letter) => {
                return format!(
                    "Part {letter} har ingen samordnare, och ingen annan kan bjuda in en senare. Ange den första."
                );
            }
            Self::Missing(field) => return format!("Fyll i {} och försök igen.", field.swedish()),
            Self::Unseen(field) => {
                return format!(
                    "Skriv om {}: texten har tecken som inte syns, eller inget att läsa.",
                    field.swedish()
                );
            }
            Self::TooLong(field, most) => {
                return format!("Korta {} till högst {most} tecken.", field.swedish());
            }
            Self::OtherAgreedText => {
                "Den överenskomna texten är inte den du såg. Läs om sidan, och se efter vilken text organet beslutade om."
            }
            Self::AlreadyFounded => "Överenskommelsen finns redan. Lägg upp en ny under ett nytt nummer.",
            Self::OnlyTheOperator => {
                "Bara den som driver servern lägger upp en överenskommelse. Be om hjälp där."
            }
            Self::NotAMember => {
                "Du är inte med i den här överenskommelsen. Be din parts samordnare om en inbjudan."
            }
            Self::NoSuchMember(_) => "Medlemmen är inte med i överenskommelsen. Läs om sidan och välj igen.",
            Self::NoSuchSection(_) => "Avsnittet finns inte i överenskommelsen. Läs om sidan och välj igen.",
            Self::NotACoordinator => "Det här gör bara samordnare. Be din parts samordnare.",
            Self::OtherParty(None) => {
                "Medlemmen hör inte till någon part, och bara den som driver servern ändrar något för den. Be om hjälp där."
            }
            Self::NoRoles => "En medlem har minst en roll. Välj en, eller ta bort medlemmen i stället.",
            Self::NeutralApprover => {
                "Den som inte hör till någon part kan inte vara godkännare. Välj en annan roll."
            }
            Self::NotADrafter => {
                "Bara skribenter ändrar texten. Be din parts samordnare om rollen, om du ska skriva."
            }
            Self::SectionLocked => {
                "Avsnittet är låst medan det godkänns. Be en skribent eller samordnare att öppna det igen."
            }
            Self::SectionAgreed => {
                "Avsnittet är överenskommet. Be en skribent eller samordnare att öppna det igen."
            }
            Self::TextIsFixed => "Överenskommelsen är beslutad. Texten ändras först när den revideras.",
            Self::MembersOnly => "Det här gör bara en medlem själv. Logga in som den som ska göra det.",
            Self::NotADrafterOrCoordinator => {
                "Det här gör skribenter och samordnare. Be någon av dem, eller be din parts samordnare om rollen."
            }
            Self::ObserversRead => {
                "Den som bara är läsare lämnar inga yttranden. Be din parts samordnare om en annan roll."
            }
            Self::NoPartyToActFor => {
                "Du hör inte till någon part, och det här görs för en part. Be dess samordnare."
            }
            Self::NoSuchParty => "Parten finns inte i överenskommelsen. Läs om sidan och välj igen.",
            Self::NoSuchRevision => "Revisionen finns inte. Läs om sidan och välj igen.",
            Self::NoSuchSignOff => "Godkännandet finns inte. Läs om sidan och välj igen.",
            Self::NoSuchMandate => {
                "Mandatet finns inte. Läs om sidan, och be din parts samordnare att anteckna det om det saknas."
            }
            Self::NotAnApprover => {
                "Bara partens godkännare godkänner. Be din parts samordnare om rollen, om du ska göra det."
            }
            Self::NoRevision => {
                "Avsnittet har ingen sparad revision än. Be en skribent eller samordnare att spara en."
            }
            Self::StrangeText => {
                "Texten innehåller något som inte kan visas, och kan därför inte godkännas. Be en skribent att ta bort det."
            }
            Self::NotToBeApproved => {
                "Avsnitt godkänns medan överenskommelsen skrivs, är på remiss eller ska godkännas, inte nu."
            }
            Self::MandateOfAnother => "Mandatet är någon annans. Välj ett eget.",
            Self::MandateNotValid => {
                "Mandatet gäller inte i dag. Välj ett annat, eller be din parts samordnare att anteckna ett nytt."
            }
            Self::NameDiffers => "Namnet är inte skrivet som ditt. Skriv det som det står ovanför rutan.",
            Self::NotYours => "Bara den som har godkänt kan ta tillbaka sitt godkännande.",
            Self::ReceiptOfAnother => {
                "Kvittot är för den som har godkänt och för partens samordnare. Fråga någon av dem."
            }
            Self::AlreadyWithdrawn => "Godkännandet är redan tillbakataget.",
            Self::NotLocked => "Avsnittet är inte låst. Det går att skriva i det redan.",
            Self::ApprovalUnderWay => {
                "Regeln kan inte ändras medan ett avsnitt är låst för godkännande. Vänta, eller be att avsnittet öppnas igen."
            }
            Self::NobodyApproves => "Minst en godkännare behövs. Ange ett eller fler.",
            Self::NoSuchReview => "Det finns ingen sådan granskning. Ladda om sidan och välj igen.",
            Self::NoSuchSheet => "Det finns inget sådant förankringsunderlag. Ladda om sidan och välj igen.",
            Self::NotAReviewer => {
                "Bara de som blivit tillfrågade svarar här. Be en samordnare fråga dig också nästa gång."
            }
            Self::SectionNotInReview => "Avsnittet ingår inte i granskningen. Ladda om sidan och välj igen.",
            Self::ReviewClosed => {
                "Granskningen är avslutad och tar inte emot fler svar. Tala med samordnaren som frågade."
            }
            Self::NobodyAsked => "Välj minst en person att fråga.",
            Self::NoSectionChosen => "Välj minst ett avsnitt.",
            Self::ObserverAsked => {
                "Den som bara är läsare säger inte om en text är klar. Välj någon annan, eller låt deras samordnare ge dem en annan roll först."
            }
            Self::DayPast => "Den dagen är förbi. Ange i dag eller en dag som kommer.",
            Self::SheetOfAnother => {
                "Förankringsunderlaget är gjort för en annan organisation än medlemmens. Välj ett av deras, eller inget."
            }
            Self::NotInApproval => {
                "Beslut antecknas när överenskommelsen är i skedet godkännande. En samordnare tar den dit."
            }
            Self::NotAgreedYet => {
                "Alla avsnitt är inte överenskomna än. Se på överenskommelsens sida vad som fattas."
            }
            Self::NotDecided => "Överenskommelsen är inte beslutad än, eller redan undertecknad.",
            Self::BodyHasDecided => "Det organet har redan beslutat om den här texten. Läs om sidan.",
            Self::WrongPhase => {
                "Överenskommelsen kan inte gå till det skedet härifrån. Läs om sidan och välj igen."
            }
            Self::DayAhead => "Dagen har inte varit än. Ange dagen då det hände.",
            Self::EndsBeforeItBegins => "Sista dagen ligger före den första. Rätta en av dem.",
            Self::AddressTaken => {
                "Någon med den adressen är redan med i överenskommelsen. Leta bland medlemmarna."
            }
            Self::NotAnAddress => "Det är inte en e-postadress. Skriv den som namn@example.org.",
            Self::NoSuchOrganisation => "Parten har ingen sådan organisation. Ladda om sidan och välj igen.",
            Self::OrganisationInUse => {
                "Medlemmar i överenskommelsen hör till organisationen, så den blir kvar."
            }
            Self::NameTaken => "Det namnet är upptaget. Välj ett annat.",
            Self::NotEverySection => "Avsnitten är andra än dem du såg. Ladda om sidan och försök igen.",
            Self::LastSection => {
                "En överenskommelse har minst ett avsnitt. Lägg till ett annat innan du tar bort det här."
            }
            Self::GroundNeeded => {
                "Personen har godkänt texter, så namnet raderas bara på laglig grund. Skriv vilken."
            }
            Self::ErasedWithTheMember => {
                "En medlems namn och adress raderas genom att medlemmen anonymiseras. Gör det på sidan med medlemmar."
            }
            Self::WhyItIsGone => "Varför något har raderats står kvar i ärendeloggen. Låt det stå.",
            Self::NoSuchWords => "Noteringen har inga sådana ord. Ladda om sidan och välj igen.",
            Self::BodiesDecide => {
                "Organ har redan beslutat om överenskommelsen som den är, så den kan inte göras om nu."
            }
            Self::UnknownTimeZone => "Det finns ingen sådan tidszon. Skriv en som Europe/Stockholm.",
            Self::UnknownLanguage => "Ange minst ett språk med dess kod, som sv, fi eller en.",
            Self::PlanOutOfOrder => "Ett skede är planerat att börja före ett tidigare. Rätta dagarna.",
            Self::NoSuchDecision => {
                "Det finns inget sådant beslut om den gällande texten. Ladda om sidan och välj igen."
            }
            Self::PurgedWhenDecided => {
                "Arbetsmaterial gallras när överenskommelsen är beslutad, inte medan den skrivs."
            }
            Self::NotAFounder => {
                "Överenskommelser skapas av dem som samordnar en, eller som den som driver servern har släppt in. Fråga där."
            }
            Self::NoSuchThread => {
                "Diskussionen finns inte, eller så är dess kommentarer borttagna. Läs om sidan."
            }
            Self::NoSuchComment => "Kommentaren finns inte, eller så är den borttagen. Läs om sidan.",
            Self::CommentOfAnother => {
                "Bara den som har skrivit en kommentar kan ändra eller ta bort den. Svara på den i stället."
            }
            Self::ThreadResolved => "Diskussionen är avslutad. Öppna den igen för att svara.",
            Self::PassageChanged => {
                "Passagen ändrades medan du skrev. Markera den igen; det du skrev är kvar."
            }
            Self::FounderLeftOut => {
                "Din egen adress måste finnas bland medlemmarna, som samordnare. Lägg till dig själv och försök igen."
            }
            Self::NoSuchMeeting => "Mötet finns inte. Ladda om sidan och välj igen.",
            Self::MeetingCancelled => {
                "Mötet är inställt, så inget om det kan ändras. Kalla till ett nytt i stället."
            }
            Self::ObserversReadNotes => {
                "Den som bara är läsare läser minnesanteckningarna. Be din parts samordnare om en annan roll."
            }
            Self::NotesClosed => "Minnesanteckningarna är stängda. Be en samordnare att öppna dem igen.",
            Self::NotesOpen => "Minnesanteckningarna är öppna. Det går redan att skriva i dem.",
            Self::NothingStands(_) => {
                "Inget som personen har skrivit står i texten, så den är inte medförfattare. Ladda om sidan."
            }
        };
        fixed.to_owned()
    }
}

impl Field {
    fn swedish(self) -> &'static str {
        match self {
            Self::Reason => "skälet",
            Self::Note => "anteckningen",
            Self::Reservation => "reservationen",
            Self::Question => "frågan",
            Self::Because => "varför det inte är klart än",
            Self::Questions => "de öppna frågorna",
            Self::MandateAsked => "vilket mandat som efterfrågas",
            Self::Title => "rubriken eller titeln",
            Self::Name => "namnet",
            Self::Issuer => "vem som gav mandatet",
            Self::Paragraph => "paragrafen",
            Self::Body => "vilket organ som beslutade",
            Self::Place => "orten",
            Self::Authority => "vad behörigheten vilar på",
            Self::FileName => "filens namn",
            Self::CaseNumber => "diarienumret",
            Self::Guests => "vilka fler som var med",
            Self::Comment => "kommentaren",
            Self::Passage => "den markerade passagen",
        }
    }
}

impl Limit {
    fn swedish(self) -> &'static str {
        match self {
            Self::Members => "medlemmar",
            Self::Parties => "parter",
            Self::Bodies => "beslutande organ per part",
            Self::Organisations => "organisationer per part",
            Self::Sections => "avsnitt, de borttagna inräknade,",
            Self::Languages => "språk",
            Self::Meetings => "möten",
            Self::Files => "filer till ett möte",
            Self::Uploads => "filer i en överenskommelse",
            Self::Mebibytes => "MiB filer i en överenskommelse",
            Self::Threads => "diskussioner",
            Self::Comments => "kommentarer i en diskussion",
            Self::Mentions => "personer som nämns i en kommentar",
        }
    }
}
