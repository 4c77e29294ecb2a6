//! Why the login, or a portal before it looks at what was asked, refuses.

use http::StatusCode;
use raccord_kernel::{NoSession, Refuse, Rule};

use super::rules;
use super::shown::{Shown, Words};
use crate::web::form::FormError;

/// Why the login, or a portal before it looks at what was asked, refuses.
#[derive(Debug, thiserror::Error)]
pub(in crate::social_security) enum Refusal {
    /// No such person, or not their proof.
    #[error("failed to log in: unknown login or wrong password; check both")]
    Credentials,
    /// No session, or one that nobody opened.
    #[error("failed to open a page: found no session; log in")]
    NoSession,
    /// The session is over.
    #[error("failed to open a page: the session was not used for too long; log in again")]
    SessionOver,
    /// A form without its token.
    #[error(
        "failed to take a form: its `jeton` is not the session's; load the form's page and send that one"
    )]
    ForeignForm,
    /// No quality was chosen.
    #[error("failed to open a page: no quality was chosen; choose one at `/qualite`")]
    NoQuality,
    /// The enterprise does not have the quality.
    #[error(
        "failed to choose a quality: found `{0}`, expected one that the enterprise has; its chief access manager makes the others in \"gestion des accès\""
    )]
    UnknownQuality(String),
    /// The file is too large.
    #[error("failed to take a file: found more than {limit} octets; hand in the certificate alone")]
    TooLarge {
        /// What a file may have.
        limit: u64,
    },
    /// Not the media type of the page's form.
    #[error("failed to take a form: unexpected media type, expected `{expected}`")]
    MediaType {
        /// The page's.
        expected: &'static str,
    },
    /// The form cannot be read.
    #[error("failed to read a form: it does not decode; send every field as its page does")]
    Malformed,
}

impl Shown for Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Credentials | Self::NoSession | Self::SessionOver => StatusCode::UNAUTHORIZED,
            Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::NoQuality => StatusCode::SEE_OTHER,
            Self::UnknownQuality(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Malformed => StatusCode::BAD_REQUEST,
        }
    }

    fn words(&self) -> Words {
        let form = |text: String| Words::back("Formulaire refusé", text);
        match self {
            Self::Credentials => Words::login(
                "Connexion refusée",
                "L'identifiant est inconnu ou le mot de passe est erroné. Vérifiez les deux.",
            ),
            Self::NoSession => {
                Words::login("Vous n'êtes pas connecté", "Connectez-vous pour continuer.")
            }
            Self::SessionOver => Words::login(
                "Votre session a expiré",
                "Elle est restée inactive trop longtemps. Connectez-vous à nouveau.",
            ),
            Self::ForeignForm => form(
                "Il ne vient pas d'une page de votre session. Rechargez la page et validez à nouveau.".to_owned(),
            ),
            Self::NoQuality => Words::back(
                "Aucune qualité n'est choisie",
                "Choisissez la qualité dans laquelle vous agissez.",
            ),
            Self::UnknownQuality(_) => Words::back(
                "Qualité refusée",
                "Votre entreprise n'a pas cette qualité. Votre gestionnaire d'accès principal la crée dans l'outil « gestion des accès ».",
            ),
            Self::TooLarge { limit } => Words::back(
                "Fichier refusé",
                format!("Le fichier dépasse la taille maximale de {limit} octets. Chargez le certificat (.cer), rien d'autre."),
            ),
            Self::MediaType { expected } => {
                form(format!("Son type de contenu n'est pas accepté. Attendu : {expected}."))
            }
            Self::Malformed => {
                form("Il ne peut pas être lu : un champ est absent, trop long ou mal codé.".to_owned())
            }
        }
    }

    fn leads_to(&self) -> Option<&'static str> {
        matches!(self, Self::NoQuality).then_some("/qualite")
    }
}

impl From<NoSession> for Refusal {
    fn from(none: NoSession) -> Self {
        match none {
            NoSession::Unknown => Self::NoSession,
            NoSession::Over => Self::SessionOver,
        }
    }
}

impl From<FormError> for Refusal {
    fn from(error: FormError) -> Self {
        match error {
            FormError::TooLarge { limit } => Self::TooLarge { limit },
            FormError::MediaType { expected } => Self::MediaType { expected },
            FormError::Malformed => Self::Malformed,
        }
    }
}

impl Refuse for Refusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Credentials => rules::CSAM_01,
            Self::NoSession => rules::CSAM_02,
            Self::SessionOver => rules::CSAM_03,
            Self::ForeignForm => rules::CSAM_04,
            Self::NoQuality => rules::CSAM_05,
            Self::UnknownQuality(_) => rules::CSAM_06,
            Self::MediaType { .. } | Self::Malformed => rules::CSAM_07,
            Self::TooLarge { .. } => rules::CSAM_08,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
