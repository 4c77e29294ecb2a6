//! "Gestion des accès": who may do what, in which quality of the enterprise.
//!
//! # Shape
//! An enterprise has one chief access manager ("gestionnaire d'accès principal"), who makes its
//! qualities, and in each quality a local manager ("gestionnaire local"), who gives roles to its
//! people. Everybody else looks up here whom to ask: "Vos responsables".
//!
//! # What a program may rely on
//! The real paths and names are not known; these are guesses.
//!
//! | step | request | answer |
//! |---|---|---|
//! | the page | `GET /gestion-des-acces` | `section#responsables`; `section#qualites` with `li[data-quality]`; a row `tr[data-person]` with `li[data-quality][data-role]` |
//! | make a quality | `POST /gestion-des-acces/qualites`: `jeton`, `qualite` | 303 back |
//! | give roles | `POST /gestion-des-acces/roles`: `jeton`, `personne`, `qualite`, `role` (repeated) | 303 back |
//!
//! What is given is added to what the person holds. Qualities have the codes `employeur-onss`,
//! `secretariat-social` and `prestataire-de-service`; roles `gestionnaire-local`,
//! `canaux-techniques`, `gerer-mandats` and `consulter-mandats`.
//!
//! # Rules
//! [`rules`].
//!
//! # Not modelled
//! Taking a role or a quality back; group managers; people who join or leave; what ONSS checks before
//! an enterprise may be a provider.

mod pages;
mod refusal;
mod routes;
pub mod rules;
mod service;
mod wire;
mod words;

pub(in crate::social_security) use routes::routes;
