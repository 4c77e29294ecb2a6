//! Connectors of another make: one program, a process and a folder for each connection.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;

use super::Workshop;
use crate::connectors::chorus_pro::api::{ApiConnector, ChorusProApi};
use crate::connectors::chorus_pro::edi::{EdiConnector, EdiMemory};
use crate::connectors::outside::contract::{Channel, Connection};
use crate::connectors::outside::{
    Driver, OutsideApi, OutsideEdi, OutsideError, OutsideRest, Program, Surroundings,
};
use crate::connectors::piste::Token;
use crate::connectors::social_security::rest::{RestConnector, RestMemory};
use crate::environment::Environment;
use crate::steps::Failed;

/// The connectors of one scenario, all of them a program's of another make.
#[derive(Debug)]
pub struct Outside {
    surroundings: Surroundings,
    drivers: RefCell<BTreeMap<String, Rc<Driver>>>,
}

impl Outside {
    /// Makes the folder that the program's files will be in.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn new(
        program: Rc<Program>,
        environment: &Rc<dyn Environment>,
    ) -> Result<Self, OutsideError> {
        let (network, vault) = (environment.network().clone(), environment.vault().clone());
        let held = (vault, environment.withheld());
        let environment = Rc::clone(environment);
        let now = Rc::new(move || environment.now());
        let surroundings = Surroundings::new(program, network, held, now)?;
        Ok(Self { surroundings, drivers: RefCell::default() })
    }

    /// The connector of a connection: the same for as long as the scenario lasts.
    fn driver(&self, channel: Channel, name: &str) -> Rc<Driver> {
        let mut drivers = self.drivers.borrow_mut();
        let driver = drivers.entry(format!("{channel:?} {name}")).or_insert_with(|| {
            let connection = Connection { channel, name: name.to_owned() };
            Rc::new(Driver::new(self.surroundings.clone(), connection))
        });
        Rc::clone(driver)
    }

    fn all(&self) -> Vec<Rc<Driver>> {
        self.drivers.borrow().values().cloned().collect()
    }
}

impl Workshop for Outside {
    fn edi(&self, _environment: &dyn Environment, memory: EdiMemory) -> Box<dyn EdiConnector> {
        let driver = self.driver(Channel::ChorusProEdi, &memory.application_code);
        Box::new(OutsideEdi::new(driver, memory))
    }

    fn rest(
        &self,
        _environment: &dyn Environment,
        _http: reqwest::Client,
        memory: RestMemory,
    ) -> Box<dyn RestConnector> {
        let driver = self.driver(Channel::SocialSecurityRest, &memory.token.client_id);
        Box::new(OutsideRest::new(driver, memory))
    }

    fn api(
        &self,
        _http: reqwest::Client,
        api: ChorusProApi,
        _token: Option<Token>,
    ) -> Box<dyn ApiConnector> {
        let driver = self.driver(Channel::ChorusProApi, &api.login);
        Box::new(OutsideApi::new(driver, api))
    }

    fn lives(&self) -> bool {
        self.all().iter().any(|driver| driver.lives())
    }

    fn asked(&self) -> Option<u64> {
        Some(self.all().iter().map(|driver| driver.asked()).sum())
    }

    fn close(&self) -> LocalBoxFuture<'_, Result<(), Failed>> {
        async move {
            for driver in self.all() {
                let failed = |error| Failed::because("the connector did not end well", error);
                driver.end().await.map_err(failed)?;
            }
            Ok(())
        }
        .boxed_local()
    }
}
