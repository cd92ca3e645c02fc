//! CAMEO's actor codes, triplets in a row (`AFGGOVMIL`), to country and PLOVER sector.

use crate::knowledge::Knowledge;

/// What a code tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    /// Country code, or empty.
    pub(super) country: String,
    /// PLOVER sector, or empty.
    pub(super) sector: String,
}

/// Countries whose code is another in ISO 3166 today.
const COUNTRIES: &[(&str, &str)] = &[
    ("ROM", "ROU"),
    ("ZAR", "COD"),
    ("TMP", "TLS"),
    ("KSV", "XKX"),
    ("KOS", "XKX"),
    ("UNK", "XKX"),
    ("SUN", "RUS"),
    ("USR", "RUS"),
    ("YUG", "SRB"),
    ("SCG", "SRB"),
    ("CSK", "CZE"),
    ("CZS", "CZE"),
    ("DDR", "DEU"),
    ("GDR", "DEU"),
    ("GME", "DEU"),
    ("GMW", "DEU"),
    ("YAR", "YEM"),
    ("YMD", "YEM"),
    ("BUR", "MMR"),
    ("WSB", "PSE"),
    ("GZS", "PSE"),
    ("PAL", "PSE"),
    ("NGM", "NGO"),
];

/// Regions, and bodies of no country: the country stays empty.
const REGIONS: &[&str] = &[
    "INT", "UIS", "MEA", "AFR", "ASA", "SAS", "SEA", "EAF", "WAF", "CAF", "NAF", "SAF", "CAS", "CAU", "EEU", "WEU",
    "EUR", "SAM", "CAM", "CRB", "LAM", "NMR", "SCN", "BLK", "BLT", "PGS", "SHL", "KKL", "BNK", "WST", "AMR", "OCN",
    "PAC", "LAT",
];

/// CAMEO's roles to PLOVER's sectors; the first that stands in a code decides.
const ROLES: &[(&str, &str)] = &[
    ("AGR", "LAB"),
    ("AMN", "SOC"),
    ("BUS", "BUS"),
    ("COP", "COP"),
    ("CRM", "CRM"),
    ("CVL", "CVL"),
    ("DEV", "SOC"),
    ("EDU", "EDU"),
    ("ELI", "ELI"),
    ("ENV", "SOC"),
    ("GOV", "GOV"),
    ("HLH", "MED"),
    ("HRI", "SOC"),
    ("INS", "REB"),
    ("JUD", "JUD"),
    ("JRN", "JRN"),
    ("LAB", "LAB"),
    ("LEG", "LEG"),
    ("MED", "JRN"),
    ("MIL", "MIL"),
    ("OPP", "OPP"),
    ("PPL", "CVL"),
    ("PRM", "PRM"),
    ("PTY", "PTY"),
    ("REB", "REB"),
    ("REF", "REF"),
    ("REL", "REL"),
    ("SEP", "REB"),
    ("SET", "CVL"),
    ("SOC", "SOC"),
    ("SPY", "SPY"),
    ("UAF", "UAF"),
];

/// Religions, which tell a sector only where no role does.
const RELIGIONS: &[&str] = &[
    "CHR", "CTH", "PRO", "ORT", "MUS", "SHI", "SUN", "SFI", "JEW", "HIN", "BUD", "SIK", "BAH", "DOX", "MRN", "TAO",
    "ANI",
];

/// Reads a code such as `AFGGOV`, `IGOUNOREF`, `PSEREBHMS`.
///
/// # Errors
/// Why it tells no actor that we have a code for.
pub(super) fn read(code: &str, knowledge: &Knowledge) -> Result<Code, String> {
    let code = code.trim().trim_matches('~');
    let shaped = code.len() >= 3 && code.len().is_multiple_of(3) && code.chars().all(|c| c.is_ascii_alphanumeric());
    if !shaped {
        return Err(format!("expected a CAMEO code of three-letter parts, found `{code}`"));
    }
    let parts: Vec<&str> = (0..code.len()).step_by(3).map(|at| &code[at..at + 3]).collect();
    let (head, rest) = (parts[0], &parts[1..]);
    let country = match head {
        "IGO" if rest.contains(&"UNO") => "UNO".into(),
        "IGO" if rest.first().is_some_and(|part| matches!(*part, "EEC" | "EUR" | "EUU")) => "EUR".into(),
        "IGO" | "NGO" | "IMG" | "MNC" | "UNO" => head.to_owned(),
        _ => match COUNTRIES.iter().find(|(old, _)| *old == head) {
            Some((_, new)) => (*new).to_owned(),
            None if knowledge.state(head).is_some() => head.to_owned(),
            None if REGIONS.contains(&head) => String::new(),
            None => return Err(format!("no country or kind of body has the code `{head}`")),
        },
    };
    let bloc = matches!(country.as_str(), "UNO" | "EUR" | "IGO" | "NGO");
    let told = if bloc { String::new() } else { sector(rest).unwrap_or_default() };
    let sector = if country == "IMG" && told.is_empty() { "REB".into() } else { told };
    Ok(Code { country, sector })
}

/// The sector that the first role of a code tells (`GOVMIL` is a government's).
pub(super) fn sector(parts: &[&str]) -> Option<String> {
    let role = parts.iter().find_map(|part| ROLES.iter().find(|(role, _)| role == part));
    let religion = || parts.iter().any(|part| RELIGIONS.contains(part)).then(|| "REL".to_owned());
    role.map(|(_, sector)| (*sector).to_owned()).or_else(religion)
}
