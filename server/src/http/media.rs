//! Which files may be attached: PDFs and pictures, told by how they begin and not by what they are called.

/// What a file may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    Pdf,
    Png,
    Jpeg,
}

impl Media {
    /// What a content is; `None` for anything that is not taken.
    pub(super) fn of(content: &[u8]) -> Option<Self> {
        const BEGINNINGS: [(&[u8], Media); 3] =
            [(b"%PDF-", Media::Pdf), (b"\x89PNG\r\n\x1a\n", Media::Png), (b"\xff\xd8\xff", Media::Jpeg)];
        BEGINNINGS.iter().find(|(beginning, _)| content.starts_with(beginning)).map(|(_, media)| *media)
    }

    /// Its Internet media type.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// A name under which no program takes it for something else: a page that begins like a picture is a picture,
    /// also on the disk of whoever downloads it.
    pub(super) fn named(self, name: &str) -> String {
        let endings: &[&str] = match self {
            Self::Pdf => &[".pdf"],
            Self::Png => &[".png"],
            Self::Jpeg => &[".jpg", ".jpeg"],
        };
        let low = name.to_lowercase();
        if endings.iter().any(|ending| low.ends_with(ending)) {
            return name.to_owned();
        }
        format!("{name}{}", endings.first().copied().unwrap_or_default())
    }

    /// That with a media type.
    pub(super) fn called(media_type: &str) -> Option<Self> {
        [Self::Pdf, Self::Png, Self::Jpeg].into_iter().find(|media| media.name() == media_type)
    }
}

#[cfg(test)]
mod tests {
    use super::Media;

    #[test]
    fn a_file_is_called_what_it_is() {
        for (media, name, called) in [
            (Media::Pdf, "kallelse.PDF", "kallelse.PDF"),
            (Media::Pdf, "kallelse.html", "kallelse.html.pdf"),
            (Media::Jpeg, "rum.jpeg", "rum.jpeg"),
            (Media::Jpeg, "rum.png", "rum.png.jpg"),
            (Media::Png, "tavlan", "tavlan.png"),
        ] {
            assert_eq!(media.named(name), called);
            assert_eq!(Media::called(media.name()), Some(media));
        }
        assert_eq!(Media::called("text/html"), None);
    }

    #[test]
    fn a_file_is_what_it_begins_with() {
        for (content, media) in [
            (&b"%PDF-1.7\n"[..], Some(Media::Pdf)),
            (b"\x89PNG\r\n\x1a\nrest", Some(Media::Png)),
            (b"\xff\xd8\xff\xe0", Some(Media::Jpeg)),
            (b" %PDF-1.7", None),
            (b"<html>%PDF-", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
            (b"%PD", None),
            (b"", None),
        ] {
            assert_eq!(Media::of(content), media, "{content:?}");
        }
    }
}
