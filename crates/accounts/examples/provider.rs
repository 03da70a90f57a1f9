//! A small OpenID Connect provider for the stories: discovery, authorisation code with PKCE, ES256 keys made at start.
//! It is asked to misbehave with `/next?fault=…`; everything else it does as the standard says.
//!
//! `provider NOW` listens on a free port of this machine, takes NOW (seconds since 1970) for the time, and prints its
//! address.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a provider that cannot go on must stop the story")]

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const CLIENT: &str = "waymark";
const SECRET: &str = "between-us";

struct Provider {
    address: String,
    now: i64,
    key: SigningKey,
    other_key: SigningKey,
    behaviour: Mutex<Behaviour>,
    codes: Mutex<HashMap<String, Asked>>,
}

#[derive(Clone, Default)]
struct Behaviour {
    subject: String,
    fault: String,
}

/// What was asked when a code was given out.
struct Asked {
    query: HashMap<String, String>,
    behaviour: Behaviour,
}

fn fresh_key() -> SigningKey {
    SigningKey::from_slice(&kernel::random_bytes::<32>()).unwrap()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let now = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    println!("{address}");
    let provider = Provider {
        address,
        now,
        key: fresh_key(),
        other_key: fresh_key(),
        behaviour: Mutex::default(),
        codes: Mutex::default(),
    };
    let router = Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/jwks", get(jwks))
        .route("/authorize", get(authorise))
        .route("/token", post(token))
        .route("/next", get(next))
        .with_state(Arc::new(provider));
    axum::serve(listener, router).await.unwrap();
}

async fn discovery(State(provider): State<Arc<Provider>>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", provider.address);
    Json(json!({
        "issuer": provider.address,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    }))
}

async fn jwks(State(provider): State<Arc<Provider>>) -> Json<Value> {
    let point = provider.key.verifying_key().to_encoded_point(false);
    let text = |part: Option<&p256::FieldBytes>| URL_SAFE_NO_PAD.encode(part.unwrap());
    let key = json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "one",
        "x": text(point.x()), "y": text(point.y()) });
    Json(json!({ "keys": [key] }))
}

/// What the next person who comes is called, and what goes wrong then.
async fn next(State(provider): State<Arc<Provider>>, Query(query): Query<HashMap<String, String>>) {
    let part = |name: &str| query.get(name).cloned().unwrap_or_default();
    *provider.behaviour.lock().unwrap() = Behaviour { subject: part("subject"), fault: part("fault") };
}

async fn authorise(State(provider): State<Arc<Provider>>, Query(query): Query<HashMap<String, String>>) -> Redirect {
    let code = URL_SAFE_NO_PAD.encode(kernel::random_bytes::<16>());
    let to = format!("{}?code={code}&state={}", query["redirect_uri"], query["state"]);
    let behaviour = provider.behaviour.lock().unwrap().clone();
    provider.codes.lock().unwrap().insert(code, Asked { query, behaviour });
    Redirect::to(&to)
}

async fn token(State(provider): State<Arc<Provider>>, headers: HeaderMap, body: String) -> Response {
    let form: HashMap<String, String> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let expected = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}")));
    if headers.get("authorization").is_none_or(|said| said.to_str().unwrap() != expected) {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" }))).into_response();
    }
    // A code is good once (RFC 6749 section 4.1.2), for whoever knows the verifier (RFC 7636 section 4.6).
    let asked = provider.codes.lock().unwrap().remove(&form["code"]);
    let fits = |asked: &Asked| {
        let verifier = form.get("code_verifier").map_or("", String::as_str);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        asked.query.get("code_challenge") == Some(&challenge)
            && asked.query.get("code_challenge_method").is_some_and(|method| method == "S256")
            && asked.query.get("redirect_uri") == form.get("redirect_uri")
            && asked.query.get("client_id").is_some_and(|client| client == CLIENT)
    };
    let Some(asked) = asked.filter(fits) else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    };
    let id_token = signed(&provider, &asked);
    Json(json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": id_token })).into_response()
}

fn signed(provider: &Provider, asked: &Asked) -> String {
    let fault = asked.behaviour.fault.as_str();
    let or = |name: &str, wrong: &str, right: &str| if fault == name { wrong.to_owned() } else { right.to_owned() };
    let expires = if fault == "expired" { provider.now - 1 } else { provider.now + 300 };
    let mut claims = json!({
        "iss": or("wrong-issuer", "http://127.0.0.1:1", &provider.address),
        "aud": or("wrong-audience", "somebody-else", CLIENT),
        "sub": asked.behaviour.subject,
        "nonce": or("wrong-nonce", "another", &asked.query["nonce"]),
        "iat": provider.now,
        "exp": expires,
    });
    if asked.query.get("max_age").is_some_and(|age| age == "0") && fault != "no-auth-time" {
        claims["auth_time"] = json!(if fault == "not-asked-anew" { provider.now - 3_600 } else { provider.now });
    }
    let algorithm = or("unsigned", "none", "ES256");
    let head = json!({ "alg": algorithm, "typ": "JWT", "kid": "one" });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&head), part(&claims));
    if fault == "unsigned" {
        return format!("{text}.");
    }
    let key = if fault == "other-key" { &provider.other_key } else { &provider.key };
    let signature: Signature = key.sign(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}
